package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Bytes as the tests write them: hex digits, spaces where they help the eye.
final class Hex {
  private static final HexFormat FORMAT = HexFormat.of().withUpperCase();

  private Hex() {}

  static byte[] bytes(String hex) {
    return FORMAT.parseHex(hex.replace(" ", ""));
  }

  static ByteBuffer buffer(String hex) {
    return ByteBuffer.wrap(bytes(hex));
  }

  static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /// The bytes from position to limit, which stay as they are.
  static String of(ByteBuffer buffer) {
    return of(copy(buffer));
  }

  static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }
}
