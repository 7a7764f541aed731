package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// A whole message as one frame that is not masked, made once: every server's connection can send
/// the same bytes. Immutable. See [Engine#willSend].
public final class SharedFrame {
  private static final FrameEncoder ENCODER = new FrameEncoder(Role.SERVER, null);

  final int byte0;
  final int payloadSize;
  private final byte[] bytes;

  private SharedFrame(int byte0, ByteBuffer payload) {
    this.byte0 = byte0;
    payloadSize = payload.remaining();
    bytes = new byte[Math.addExact(ENCODER.headerSize(payloadSize), payloadSize)];
    ENCODER.frame(byte0, payload, ByteBuffer.wrap(bytes));
  }

  /// Makes a frame; the payload is used up.
  ///
  /// @param opcode [Opcode#TEXT] or [Opcode#BINARY]
  /// @param compressed whether `payload` is compressed (RFC 7692 §6.1)
  public static SharedFrame of(Opcode opcode, boolean compressed, ByteBuffer payload) {
    if (opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
      throw new IllegalArgumentException(opcode + " does not begin a message");
    }
    return new SharedFrame(FrameEncoder.byte0(opcode, true, compressed), payload);
  }

  /// Whether the payload is compressed: then it is for connections alone that have agreed on that.
  public boolean isCompressed() {
    return (byte0 & FrameHeader.RSV1) != 0;
  }

  /// The whole frame's size in bytes.
  public int size() {
    return bytes.length;
  }

  /// Copies the frame into `out` at its position, and moves that.
  public void copyTo(ByteBuffer out) {
    out.put(bytes);
  }
}
