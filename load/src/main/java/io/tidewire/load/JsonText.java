package io.tidewire.load;

import java.util.Random;

/// JSON as applications send it: an array of small objects that share their keys and differ in
/// their values.
final class JsonText {
  private static final String[] STATES = {"open", "filled", "cancelled", "partially-filled"};
  private static final String[] NAMES = {"Ada", "Grace", "Edsger", "Barbara", "Donald", "Leslie"};
  private static final int LARGEST_OBJECT = 160;
  private static final String FILLER = "{\"note\":\"";
  private static final String END = "\"}]";

  private JsonText() {}

  /// A text of exactly `size` ASCII characters: an array whose last object fills it up, or a string
  /// or a digit where that is all there is room for.
  static String of(int size, Random random) {
    if (size < FILLER.length() + END.length() + 1) {
      return size < 2 ? "7" : '"' + "x".repeat(size - 2) + '"';
    }
    StringBuilder json = new StringBuilder(size).append('[');
    int room = size - FILLER.length() - END.length();
    while (json.length() + LARGEST_OBJECT <= room) {
      append(json, random);
    }
    json.append(FILLER);
    return json.append("x".repeat(size - json.length() - END.length())).append(END).toString();
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
