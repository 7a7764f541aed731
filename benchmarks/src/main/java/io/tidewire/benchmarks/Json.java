package io.tidewire.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// Messages as applications send them: arrays of small objects that share their keys and differ in
/// their values.
final class Json {
  private static final String[] STATES = {"open", "filled", "cancelled", "partially-filled"};
  private static final String[] NAMES = {"Ada", "Grace", "Edsger", "Barbara", "Donald", "Leslie"};

  private Json() {}

  /// A text of exactly `size` bytes, cut where it reaches them.
  static byte[] text(int size, Random random) {
    StringBuilder json = new StringBuilder("[");
    while (json.length() < size) {
      append(json, random);
    }
    return json.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(StringBuilder json, Random random) {
    json.append("{\"id\":")
        .append(random.nextInt(1_000_000))
        .append(",\"time\":\"2026-03-")
        .append(10 + random.nextInt(20))
        .append("T12:")
        .append(10 + random.nextInt(50))
        .append(":07.")
        .append(100 + random.nextInt(900))
        .append("Z\",\"user\":{\"name\":\"")
        .append(NAMES[random.nextInt(NAMES.length)])
        .append("\",\"verified\":")
        .append(random.nextBoolean())
        .append("},\"price\":")
        .append(random.nextInt(100_000) / 100.0)
        .append(",\"quantity\":")
        .append(1 + random.nextInt(500))
        .append(",\"state\":\"")
        .append(STATES[random.nextInt(STATES.length)])
        .append("\"},");
  }
}
