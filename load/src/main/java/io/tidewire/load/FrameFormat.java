package io.tidewire.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/// How a message becomes a masked frame (RFC 6455 §5.2), compressed where that is agreed on.
///
/// The masking keys are drawn beforehand and used again, which is for load alone: they keep nobody
/// from guessing what is on the wire (RFC 6455 §10.3).
record FrameFormat(boolean text, boolean compressed) {
  static final int FIN = 0x80;
  static final int RSV1 = 0x40;
  static final int MASK = 0x80;
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final Random KEYS = new Random(1);
  // RFC 7692 §7.2.1: the four bytes at the end of every flush are left out
  private static final int TAIL = 4;

  int opcode() {
    return text ? TEXT : BINARY;
  }

  /// A whole data frame.
  byte[] encode(byte[] payload) {
    return compressed
        ? frame(FIN | RSV1 | opcode(), deflated(payload))
        : frame(FIN | opcode(), payload);
  }

  /// Any whole frame.
  static byte[] frame(int byte0, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) byte0);
    if (payload.length < 126) {
      frame.put((byte) (MASK | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (MASK | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASK | 127)).putLong(payload.length);
    }
    byte[] key = new byte[4];
    KEYS.nextBytes(key);
    frame.put(key);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ key[i & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  /// Without anything of a message before, so that it can be sent again and again
  /// (`client_no_context_takeover`).
  private static byte[] deflated(byte[] payload) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(payload);
      byte[] out = new byte[payload.length + payload.length / 8 + 64];
      int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(out, length - TAIL);
    }
  }
}
