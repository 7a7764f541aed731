package io.tidewire.conformance;

/// Looks at text byte by byte (RFC 3629 §4).
final class BrokenUtf8 {
  private int due; // continuation bytes
  private int least = 0x80; // of the next one
  private int most = 0xbf;

  /// Whether what came until now can be the beginning of text.
  boolean accepts(byte[] bytes, int from, int to) {
    boolean good = true;
    for (int i = from; i < to && good; i++) {
      good = accepts(bytes[i] & 0xff);
    }
    return good;
  }

  /// Whether no character is cut.
  boolean isWhole() {
    return due == 0;
  }

  private boolean accepts(int next) {
    if (due == 0) {
      return begins(next);
    }
    boolean good = next >= least && next <= most;
    due--;
    least = 0x80;
    most = 0xbf;
    return good;
  }

  private boolean begins(int first) {
    due = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return first < 0x80 || (first >= 0xc2 && first <= 0xf4);
  }
}
