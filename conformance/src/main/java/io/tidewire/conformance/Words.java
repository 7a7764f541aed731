package io.tidewire.conformance;

import java.util.Arrays;
import java.util.HexFormat;

/// Turns of phrase.
final class Words {
  private static final int SHOWN = 8;

  private Words() {}

  static String bytes(long count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  /// How bytes differ from those that were due, with the first place where they do.
  static String difference(byte[] due, byte[] came) {
    int at = Arrays.mismatch(due, came);
    String sizes =
        due.length == came.length ? "" : bytes(came.length) + " instead of " + due.length + ", ";
    return sizes + "byte " + at + " is " + from(came, at) + " instead of " + from(due, at);
  }

  private static String from(byte[] bytes, int at) {
    return at >= bytes.length
        ? "missing"
        : HexFormat.of().formatHex(bytes, at, Math.min(bytes.length, at + SHOWN));
  }
}
