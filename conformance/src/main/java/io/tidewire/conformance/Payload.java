package io.tidewire.conformance;

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
}
