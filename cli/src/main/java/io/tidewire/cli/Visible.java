package io.tidewire.cli;

import java.util.stream.Collectors;

/// Makes control characters visible in what a peer wrote, so that it cannot steer the terminal on
/// which it is shown, or forge lines there.
final class Visible {
  private Visible() {}

  /// Text of one or more lines.
  static String text(String text) {
    return visible(text, "\n\t");
  }

  /// Text of one line.
  static String line(String text) {
    return visible(text, "\t");
  }

  private static String visible(String text, String allowed) {
    return text.chars()
        .mapToObj(c -> allowed.indexOf(c) < 0 ? visible(c) : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  private static String visible(int c) {
    if (c < ' ') {
      // ␀ to ␟ stand for U+0000 to U+001F in their order.
      return String.valueOf((char) (0x2400 + c));
    }
    return Character.isISOControl(c) ? "\\x%02x".formatted(c) : String.valueOf((char) c);
  }
}
