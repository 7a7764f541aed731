package io.tidewire.protocol;

/// How text from a peer appears in a line for people: quoted, shortened, and with visible ASCII
/// only, so that it can neither break the line, nor hide in it, nor fill a log.
final class Echo {
  private static final int MAX_LENGTH = 80;

  private Echo() {}

  static String quote(String text) {
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder shown = new StringBuilder(length + 5).append('"');
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      shown.append(shown(c));
    }
    return shown.append(text.length() > MAX_LENGTH ? "...\"" : "\"").toString();
  }

  private static char shown(char c) {
    if (c == '"') {
      return '\'';
    }
    return c >= ' ' && c < 0x7f ? c : '?';
  }
}
