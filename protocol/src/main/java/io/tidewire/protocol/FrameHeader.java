package io.tidewire.protocol;

/// The layout of a frame's header (RFC 6455 §5.2):
///
/// ```
///  byte 0                    byte 1                     then
/// +---+---+---+---+-------+ +----+---------------+ +-----------------+---------------+
/// |FIN|RSV|RSV|RSV|opcode | |MASK| 7-bit length  | | extended length |  masking key  |
/// |   | 1 | 2 | 3 |4 bits | |    |               | | 0, 2 or 8 bytes | 0 or 4 bytes  |
/// +---+---+---+---+-------+ +----+---------------+ +-----------------+---------------+
///  80  40  20  10  0F        80   7F
///
///  7-bit length   0 to 125: the payload's length itself
///                 126: the next 2 bytes hold it, 126 to 65,535
///                 127: the next 8 bytes hold it, 65,536 to 2^63 - 1
/// ```
final class FrameHeader {
  // byte 0
  static final int FIN = 0x80;
  static final int RSV = 0x70;
  static final int RSV_SHIFT = 4;
  static final int OPCODE = 0x0F;

  // byte 1
  static final int MASK = 0x80;
  static final int LENGTH = 0x7F;
  static final int LENGTH_IN_2_BYTES = 126;
  static final int LENGTH_IN_8_BYTES = 127;

  /// RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
  static final int MAX_CONTROL_PAYLOAD = 125;

  static final int MAX_SIZE = 2 + 8 + 4;
  static final int KEY_SIZE = 4;

  private FrameHeader() {}

  /// The size in bytes of a whole header, as its second byte tells.
  static int size(int byte1) {
    int key = (byte1 & MASK) == 0 ? 0 : KEY_SIZE;
    return switch (byte1 & LENGTH) {
      case LENGTH_IN_2_BYTES -> 4 + key;
      case LENGTH_IN_8_BYTES -> 10 + key;
      default -> 2 + key;
    };
  }

  /// The 7 bits that announce a payload of this length in its shortest form.
  static int shortLength(long length) {
    if (length <= 125) {
      return (int) length;
    }
    return length <= 0xFFFF ? LENGTH_IN_2_BYTES : LENGTH_IN_8_BYTES;
  }
}
