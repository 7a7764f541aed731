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
