package io.tidewire.protocol;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// Writes frames, masked when this end is the client (RFC 6455 §5.1).
final class FrameEncoder {
  // Null for a server, which does not mask.
  private final RandomGenerator masks;

  // Whether permessage-deflate was agreed on.
  private boolean compressing;

  // Null when nobody watches.
  private FrameObserver observer;

  FrameEncoder(Role role, RandomGenerator masks) {
    if (role == Role.CLIENT && masks == null) {
      throw new IllegalArgumentException("a client needs a source of masking keys");
    }
    this.masks = role == Role.CLIENT ? masks : null;
  }

  void observe(FrameObserver observer) {
    this.observer = observer;
  }

  void allowCompression() {
    compressing = true;
  }

  boolean isMasking() {
    return masks != null;
  }

  int headerSize(long payload) {
    return FrameHeader.size(FrameHeader.shortLength(payload) | maskBit());
  }

  private int maskBit() {
    return masks == null ? 0 : FrameHeader.MASK;
  }

  /// A control frame of its own (RFC 6455 §5.5); uses up the payload.
  ByteBuffer control(Opcode opcode, ByteBuffer payload) {
    int length = payload.remaining();
    ByteBuffer out = ByteBuffer.allocate(headerSize(length) + length);
    frame(byte0(opcode, true, false), payload, out);
    return out.flip();
  }

  /// The first byte of a frame.
  static int byte0(Opcode opcode, boolean fin, boolean compressed) {
    return opcode.code() | (fin ? FrameHeader.FIN : 0) | (compressed ? FrameHeader.RSV1 : 0);
  }

  /// Writes a data frame. RFC 7692 §6.1: of a compressed message the first one alone says so.
  void data(Opcode opcode, boolean fin, boolean compressed, ByteBuffer payload, ByteBuffer out) {
    if (opcode.isControl()) {
      throw new IllegalArgumentException(opcode + " is not for data");
    }
    checkCompressing(compressed);
    frame(byte0(opcode, fin, compressed && opcode != Opcode.CONTINUATION), payload, out);
  }

  void willSend(SharedFrame frame) {
    if (isMasking()) {
      throw new IllegalStateException("a client masks each frame for itself");
    }
    checkCompressing(frame.isCompressed());
    show(frame.byte0, frame.payloadSize);
  }

  private void checkCompressing(boolean wanted) {
    if (wanted && !compressing) {
      throw new IllegalStateException("compression was not agreed on");
    }
  }

  /// Writes a whole frame; uses up the payload and leaves its bytes as they are.
  void frame(int byte0, ByteBuffer payload, ByteBuffer out) {
    int length = payload.remaining();
    if (out.remaining() < headerSize(length) + (long) length) {
      throw new BufferOverflowException(); // before half a frame is written
    }
    header(byte0, length, out);
    if (masks == null) {
      out.put(payload);
    } else {
      masked(payload, out);
    }
  }

  /// Writes a frame's header without a masking key.
  void header(int byte0, long length, ByteBuffer out) {
    int shortLength = FrameHeader.shortLength(length);
    int at = out.position();
    out.put((byte) byte0);
    out.put((byte) (shortLength | maskBit()));
    if (shortLength == FrameHeader.LENGTH_IN_2_BYTES) {
      BigEndian.putShort(out, at + 2, (int) length);
      out.position(at + 4);
    } else if (shortLength == FrameHeader.LENGTH_IN_8_BYTES) {
      BigEndian.putLong(out, at + 2, length);
      out.position(at + 10);
    }
    show(byte0, length);
  }

  private void show(int byte0, long length) {
    if (observer != null) {
      boolean fin = (byte0 & FrameHeader.FIN) != 0;
      int rsv = (byte0 & FrameHeader.RSV) >> FrameHeader.RSV_SHIFT;
      observer.frame(true, fin, rsv, byte0 & FrameHeader.OPCODE, isMasking(), length);
    }
  }

  // RFC 6455 §5.3: "a fresh masking key from the set of allowed 32-bit values" for each frame
  private void masked(ByteBuffer payload, ByteBuffer out) {
    int key = masks.nextInt();
    int at = out.position() + FrameHeader.KEY_SIZE;
    int end = payload.limit();
    BigEndian.putInt(out, out.position(), key);
    Masking.copy(key, payload, payload.position(), end, out, at);
    out.position(at + payload.remaining());
    payload.position(end);
  }
}
