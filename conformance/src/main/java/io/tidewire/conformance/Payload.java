package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Random;

/// Payloads in which a byte that is lost, doubled or out of place shows.
final class Payload {
  /// Printable ASCII is `!` to `~`. A length with which the pattern does not repeat at any power of
  /// two.
  private static final int PRINTABLE = 94;

  private Payload() {}

  static byte[] ascii(int length) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('!' + (i * 7L + i / PRINTABLE) % PRINTABLE);
    }
    return text;
  }

  /// All values of a byte, the same ones every time.
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /// Letters without a pattern, and then the same ones again.
  static byte[] repeated(int length, int times) {
    Random random = new Random(length);
    byte[] text = new byte[length * times];
    for (int i = 0; i < text.length; i++) {
      text[i] = i < length ? (byte) ('0' + random.nextInt(64)) : text[i - length];
    }
    return text;
  }

  /// Records as programs exchange them, all different and much alike.
  static byte[] json(int length) {
    Random random = new Random(length);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("{\"id\":").append(random.nextInt(1_000_000));
      text.append(",\"name\":\"user-").append(random.nextInt(1000));
      text.append("\",\"active\":").append(random.nextBoolean()).append("}\n");
    }
    text.setLength(length);
    return text.toString().getBytes(US_ASCII);
  }
}
