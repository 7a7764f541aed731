package io.tidewire.protocol;

import static io.tidewire.protocol.ProtocolViolation.protocolError;

import java.nio.ByteBuffer;

/// Cuts what arrives into frames and unmasks them where they lie. It gives out each frame in
/// pieces, as its bytes come: a frame that lies whole in a buffer is one piece.
///
/// A header is judged as far as it can be on its own, the first two bytes as soon as they are
/// there.
final class FrameDecoder {
  // RFC 6455 §5.1: a server must refuse frames without a mask, a client those with one.
  private final int expectedMaskBit;

  // The first bytes of a header whose rest has not come; position 0 when there are none.
  private final ByteBuffer cutHeader = ByteBuffer.allocate(FrameHeader.MAX_SIZE);

  // the frame being read, or the last one
  private int byte0;
  private long length;
  private long missing; // payload bytes that have not come yet; 0 between frames
  private int key; // turned so that its first byte is for the next payload byte

  // the current piece of its payload, as indices into the buffer given to next()
  private int from;
  private int to;
  private boolean starts;

  FrameDecoder(Role role) {
    expectedMaskBit = role == Role.SERVER ? FrameHeader.MASK : 0;
  }

  /// Goes to the next piece of a frame: one comes when a header is complete, be it without any
  /// payload yet, and whenever more payload has come. Moves the buffer's position behind it.
  ///
  /// @return false when all that is in the buffer has been used up
  boolean next(ByteBuffer in) throws ProtocolViolation {
    starts = missing == 0;
    if (starts ? !readHeader(in) : !in.hasRemaining()) {
      return false;
    }
    from = in.position();
    to = from + (int) Math.min(missing, in.remaining());
    missing -= to - from;
    in.position(to);
    return true;
  }

  private boolean readHeader(ByteBuffer in) throws ProtocolViolation {
    if (cutHeader.position() > 0) {
      return completeHeader(in);
    }
    int at = in.position();
    int size = parseHeader(in, at, in.remaining());
    if (size == 0) {
      cutHeader.put(in);
      return false;
    }
    in.position(at + size);
    return true;
  }

  private boolean completeHeader(ByteBuffer in) throws ProtocolViolation {
    while (in.hasRemaining()) {
      cutHeader.put(in.get());
      if (parseHeader(cutHeader, 0, cutHeader.position()) > 0) {
        cutHeader.clear();
        return true;
      }
    }
    return false;
  }

  // Returns the header's size, or 0 when more bytes are needed than there are.
  private int parseHeader(ByteBuffer in, int at, int available) throws ProtocolViolation {
    if (available < 2) {
      return 0;
    }
    int first = in.get(at);
    int second = in.get(at + 1);
    check(first, second);
    int size = FrameHeader.size(second);
    if (available < size) {
      return 0;
    }
    byte0 = first;
    length = parseLength(in, at + 2, second & FrameHeader.LENGTH);
    missing = length;
    key = expectedMaskBit == 0 ? 0 : BigEndian.getInt(in, at + size - FrameHeader.KEY_SIZE);
    return size;
  }

  private void check(int first, int second) throws ProtocolViolation {
    // RFC 6455 §5.2: RSV "MUST be 0 unless an extension is negotiated"; none is.
    if ((first & FrameHeader.RSV) != 0) {
      throw protocolError("reserved bits are set without an extension");
    }
    if ((second & FrameHeader.MASK) != expectedMaskBit) {
      // RFC 6455 §5.1: "The server MUST close the connection upon receiving a frame that is not
      // masked", "A client MUST close a connection if it detects a masked frame."
      throw protocolError(
          expectedMaskBit == 0 ? "a server's frame is masked" : "a client's frame is not masked");
    }
    checkOpcode(first, second & FrameHeader.LENGTH);
  }

  private static void checkOpcode(int first, int shortLength) throws ProtocolViolation {
    int code = first & FrameHeader.OPCODE;
    if (Opcode.of(code) == null) {
      // RFC 6455 §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the
      // WebSocket Connection_."
      throw protocolError("opcode " + code + " is reserved");
    }
    if (Opcode.isControl(code)) {
      checkControl(first, shortLength);
    }
  }

  // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT
  // be fragmented."
  private static void checkControl(int first, int shortLength) throws ProtocolViolation {
    if ((first & FrameHeader.FIN) == 0) {
      throw protocolError("a control frame is fragmented");
    }
    if (shortLength > FrameHeader.MAX_CONTROL_PAYLOAD) {
      throw protocolError("a control frame carries more than 125 bytes");
    }
  }

  private static long parseLength(ByteBuffer in, int at, int shortLength) throws ProtocolViolation {
    if (shortLength < FrameHeader.LENGTH_IN_2_BYTES) {
      return shortLength;
    }
    long length =
        shortLength == FrameHeader.LENGTH_IN_2_BYTES
            ? BigEndian.getUnsignedShort(in, at)
            : BigEndian.getLong(in, at);
    // RFC 6455 §5.2: of the 8 bytes "the most significant bit MUST be 0"
    if (length < 0) {
      throw protocolError("a frame's length has more than 63 bits");
    }
    // RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length"
    if (FrameHeader.shortLength(length) != shortLength) {
      throw protocolError("a frame's length is not in its shortest form");
    }
    return length;
  }

  /// Unmasks the current piece in place; to be called once for each piece.
  void unmask(ByteBuffer in) {
    if (key != 0) {
      Masking.apply(key, in, from, to);
      key = Masking.turn(key, to - from);
    }
  }

  // questions about the current piece

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// Whether the piece comes with the frame's header.
  boolean startsFrame() {
    return starts;
  }

  /// Whether the frame is complete with this piece.
  boolean endsFrame() {
    return missing == 0;
  }

  // questions about its frame

  boolean fin() {
    return (byte0 & FrameHeader.FIN) != 0;
  }

  int rsv() {
    return (byte0 & FrameHeader.RSV) >> FrameHeader.RSV_SHIFT;
  }

  int opcode() {
    return byte0 & FrameHeader.OPCODE;
  }

  boolean isControl() {
    return Opcode.isControl(byte0);
  }

  boolean isMasked() {
    return expectedMaskBit != 0;
  }

  long length() {
    return length;
  }

  /// Payload bytes of the frame that come after this piece.
  long missing() {
    return missing;
  }

  /// Whether a frame has begun and not ended, be it only the first byte of its header.
  boolean inFrame() {
    return missing > 0 || cutHeader.position() > 0;
  }
}
