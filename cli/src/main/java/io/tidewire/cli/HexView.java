package io.tidewire.cli;

import java.util.HexFormat;

/// Bytes for a person to read: their number, then 16 a line with offset, hex and ASCII.
///
/// ```
/// binary, 18 bytes
/// 00000000  89 50 4e 47 0d 0a 1a 0a  00 00 00 0d 49 48 44 52  .PNG........IHDR
/// 00000010  00 01                                             ..
/// ```
final class HexView {
  private static final int WIDTH = 16;
  private static final HexFormat HEX = HexFormat.of();

  private HexView() {}

  /// Lines, each with a line feed.
  static String of(byte[] bytes) {
    StringBuilder view = new StringBuilder("binary, " + bytes.length + " bytes\n");
    for (int at = 0; at < bytes.length; at += WIDTH) {
      line(view, bytes, at);
    }
    return view.toString();
  }

  private static void line(StringBuilder view, byte[] bytes, int offset) {
    view.append(HEX.toHexDigits(offset)).append("  ");
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < WIDTH; i++) {
      boolean there = offset + i < bytes.length;
      view.append(there ? HEX.toHexDigits(bytes[offset + i]) : "  ").append(' ');
      view.append(i == WIDTH / 2 - 1 ? " " : "");
      ascii.append(there ? printable(bytes[offset + i]) : "");
    }
    view.append(' ').append(ascii).append('\n');
  }

  private static char printable(byte b) {
    return b >= ' ' && b < 0x7f ? (char) b : '.';
  }
}
