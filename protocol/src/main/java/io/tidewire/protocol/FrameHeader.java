package io.tidewire.protocol;

import static io.tidewire.protocol.ProtocolViolation.protocolError;

import java.nio.ByteBuffer;

/// The header of a received frame, and the layout that all headers have (RFC 6455 §5.2):
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
  static final int RSV1 = 0x40;
  static final int RSV_SHIFT = 4;
  static final int OPCODE = 0x0F;

  // byte 1
  static final int MASK = 0x80;
  static final int LENGTH = 0x7F;
  static final int LENGTH_IN_2_BYTES = 126;
  static final int LENGTH_IN_8_BYTES = 127;

  static final int KEY_SIZE = 4;
  static final int MAX_SIZE = 2 + 8 + KEY_SIZE;
  static final int MAX_CONTROL_PAYLOAD = 125;

  // MASK or 0, as the peer's role demands.
  private final int maskBit;

  // The reserved bits that have no meaning here: all, or all but RSV1 where compression is agreed
  // on.
  private int meaningless = RSV;

  // what was parsed last
  private int byte0;
  private long length;
  private int key;

  FrameHeader(Role receiver) {
    maskBit = receiver == Role.SERVER ? MASK : 0;
  }

  /// From now on RSV1 marks the messages that are compressed (RFC 7692 §6).
  void allowCompression() {
    meaningless = RSV & ~RSV1;
  }

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
    if (length < LENGTH_IN_2_BYTES) {
      return (int) length;
    }
    return length <= 0xFFFF ? LENGTH_IN_2_BYTES : LENGTH_IN_8_BYTES;
  }

  /// Parses the header that begins at index `at`, and judges it as far as it can be on its own: the
  /// first two bytes as soon as they are there.
  ///
  /// @return its size in bytes, or 0 when more of them are needed than are available
  int parse(ByteBuffer in, int at, int available) throws ProtocolViolation {
    if (available < 2) {
      return 0;
    }
    int first = in.get(at);
    int second = in.get(at + 1);
    check(first, second);
    int size = size(second);
    if (available < size) {
      return 0;
    }
    byte0 = first;
    length = parseLength(in, at + 2, second & LENGTH);
    key = maskBit == 0 ? 0 : BigEndian.getInt(in, at + size - KEY_SIZE);
    return size;
  }

  private void check(int first, int second) throws ProtocolViolation {
    // RFC 6455 §5.2: RSV "MUST be 0 unless an extension is negotiated"
    if ((first & meaningless) != 0) {
      throw protocolError("reserved bits are set without an extension");
    }
    // RFC 6455 §5.1: "The server MUST close the connection upon receiving a frame that is not
    // masked", "A client MUST close a connection if it detects a masked frame."
    if ((second & MASK) != maskBit) {
      throw protocolError(
          maskBit == 0 ? "a server's frame is masked" : "a client's frame is not masked");
    }
    // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the
    // WebSocket Connection_."
    int code = first & OPCODE;
    if (Opcode.of(code) == null) {
      throw protocolError("opcode " + code + " is reserved");
    }
    // RFC 7692 §6.1: "An endpoint MUST NOT set the "Per-Message Compressed" bit of control frames
    // and non-first fragments of a data message."
    if ((first & RSV1) != 0 && code != Opcode.TEXT.code() && code != Opcode.BINARY.code()) {
      throw protocolError("RSV1 is set on a frame that does not begin a message");
    }
    if (Opcode.isControl(code)) {
      checkControl(first, second & LENGTH);
    }
  }

  // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT
  // be fragmented."
  private static void checkControl(int first, int shortLength) throws ProtocolViolation {
    if ((first & FIN) == 0) {
      throw protocolError("a control frame is fragmented");
    }
    if (shortLength > MAX_CONTROL_PAYLOAD) {
      throw protocolError("a control frame carries more than 125 bytes");
    }
  }

  private static long parseLength(ByteBuffer in, int at, int shortLength) throws ProtocolViolation {
    if (shortLength < LENGTH_IN_2_BYTES) {
      return shortLength;
    }
    boolean in2Bytes = shortLength == LENGTH_IN_2_BYTES;
    long length = in2Bytes ? BigEndian.getUnsignedShort(in, at) : BigEndian.getLong(in, at);
    // RFC 6455 §5.2: of the 8 bytes "the most significant bit MUST be 0"
    if (length < 0) {
      throw protocolError("a frame's length has more than 63 bits");
    }
    // RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length"
    if (shortLength(length) != shortLength) {
      throw protocolError("a frame's length is not in its shortest form");
    }
    return length;
  }

  boolean fin() {
    return (byte0 & FIN) != 0;
  }

  int rsv() {
    return (byte0 & RSV) >> RSV_SHIFT;
  }

  /// Whether this begins a compressed message.
  boolean isCompressed() {
    return (byte0 & RSV1) != 0;
  }

  int opcode() {
    return byte0 & OPCODE;
  }

  boolean isControl() {
    return Opcode.isControl(byte0);
  }

  boolean isMasked() {
    return maskBit != 0;
  }

  /// The payload's length in bytes.
  long length() {
    return length;
  }

  /// The masking key, its first byte the most significant; 0 for a frame that is not masked.
  int key() {
    return key;
  }
}
