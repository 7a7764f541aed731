package io.tidewire.cli;

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
    StringBuilder shown = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      if (c < ' ' && allowed.indexOf(c) < 0) {
        // ␀ to ␟ stand for U+0000 to U+001F in their order.
        shown.append((char) ('\u2400' + c));
      } else if (Character.isISOControl(c) && allowed.indexOf(c) < 0) {
        shown.append("\\x%02x".formatted((int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }
}
