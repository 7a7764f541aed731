package io.tidewire.deflate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Messages to compress, the same at every run.
final class Texts {
  private Texts() {}

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Small objects that share their keys.
  static byte[] json(int size, int seed) {
    Random random = new Random(seed);
    StringBuilder json = new StringBuilder();
    while (json.length() < size) {
      json.append("{\"id\":")
          .append(random.nextInt(1_000_000))
          .append(",\"name\":\"item ")
          .append(random.nextInt(100))
          .append("\",\"open\":")
          .append(random.nextBoolean())
          .append("},");
    }
    return ascii(json.substring(0, size));
  }

  /// Text with characters of all lengths, of about that many bytes in UTF-8.
  static byte[] unicode(int size, Random random) {
    int[] lengths = {0x80, 0x800, 0xd800, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int bytes = 0; bytes < size; ) {
      int length = random.nextInt(4);
      int c = random.nextInt(lengths[length]);
      text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? ' ' : c);
      if (random.nextInt(8) == 0 && text.length() > 40) {
        text.append(text, text.length() - 40, text.length() - 20);
        bytes += 20;
      }
      bytes += length + 1;
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] noise(int size, int seed) {
    byte[] noise = new byte[size];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  /// Noise whose pieces come again after distances of all lengths, above all those around powers of
  /// two: what a window's edge is tested with.
  static byte[] repetitive(int size, int seed) {
    Random random = new Random(seed);
    byte[] text = noise(size, seed);
    for (int at = 300; at < size; at += 20 + random.nextInt(300)) {
      int around = 1 << (8 + random.nextInt(8));
      int distance = Math.min(at, around + random.nextInt(600) - 300);
      int length = Math.min(3 + random.nextInt(300), size - at);
      for (int i = 0; i < length && distance > 0; i++) {
        text[at + i] = text[at + i - distance];
      }
    }
    return text;
  }

  static List<byte[]> ofAllKinds(int size, int seed) {
    return List.of(json(size, seed), noise(size, seed), repetitive(size, seed), new byte[size]);
  }
}
