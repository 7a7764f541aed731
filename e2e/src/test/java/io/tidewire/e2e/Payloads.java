package io.tidewire.e2e;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// What the tests send.
final class Payloads {
  static final int MEBIBYTE = 1 << 20;

  /// All lengths that UTF-8 has, at their bounds and in use.
  static final List<String> TEXTS =
      List.of(
          "plain ASCII, and a line\nmore",
          "Zwölf Boxkämpfer, Ελληνικά, кириллица, 漢字",
          "🌊🚢 and one of several code points: 👩🏽‍🚀",
          "\u0001\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff");

  /// The lengths at which a frame's header changes its form, and those beside them.
  static final List<Integer> LENGTHS = List.of(0, 1, 125, 126, 127, 65_535, 65_536, MEBIBYTE);

  private Payloads() {}

  /// Text of just that many bytes in UTF-8, with a character of two, three and four bytes in every
  /// ten.
  static String text(int bytes) {
    String piece = "aé漢🌊";
    int pieceBytes = piece.getBytes(StandardCharsets.UTF_8).length;
    return piece.repeat(bytes / pieceBytes) + "-".repeat(bytes % pieceBytes);
  }

  /// Random text of just that many bytes in UTF-8, of characters of all lengths, that hardly
  /// compresses.
  static String randomText(int bytes, Random random) {
    int[] lengths = {0x80, 0x800, 0xd800, 0x110000};
    StringBuilder text = new StringBuilder();
    int left = bytes;
    while (left > 0) {
      int c = random.nextInt(lengths[random.nextInt(Math.min(left, lengths.length))]);
      String character = c >= 0xd800 && c <= 0xdfff ? "-" : Character.toString(c);
      text.append(character);
      left -= character.getBytes(StandardCharsets.UTF_8).length;
    }
    return text.toString();
  }

  /// The same arbitrary bytes for the same length.
  static byte[] binary(int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    return payload;
  }

  static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String utf8(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /// What is in both, as a buffer of its own.
  static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
    return ByteBuffer.allocate(first.remaining() + second.remaining())
        .put(first.duplicate())
        .put(second.duplicate())
        .flip();
  }
}
