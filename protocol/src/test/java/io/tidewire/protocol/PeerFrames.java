package io.tidewire.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Puts frames that are written without masks into the form in which a client sends them. Written
/// from RFC 6455 §5.2 and §5.3 alone, so that it shares no mistake with what it tests.
final class PeerFrames {
  private static final byte[] KEY = Hex.bytes("37 FA 21 3D");

  // Payload bytes of the last frame that are still to come, and how many did.
  private long missing;
  private int masked;

  /// @param frames may begin and end within a payload, but not within a header
  byte[] mask(byte[] frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(frames.length + 4);
    ByteBuffer in = ByteBuffer.wrap(frames);
    while (in.hasRemaining()) {
      if (missing == 0) {
        header(in, out);
      } else {
        out.write(in.get() ^ KEY[masked++ % 4]);
        missing--;
      }
    }
    return out.toByteArray();
  }

  private void header(ByteBuffer in, ByteArrayOutputStream out) {
    out.write(in.get());
    int length = in.get() & 0xFF;
    out.write(length | 0x80);
    byte[] extended = new byte[length == 127 ? 8 : length == 126 ? 2 : 0];
    in.get(extended);
    out.writeBytes(extended);
    out.writeBytes(KEY);
    missing = length;
    for (int i = 0; i < extended.length; i++) {
      missing = (i == 0 ? 0 : missing << 8) | (extended[i] & 0xFF);
    }
    masked = 0;
  }

  /// The frame as a server would send it; fails if it is not one whole masked frame.
  static byte[] unmask(byte[] frame) {
    ByteBuffer in = ByteBuffer.wrap(frame);
    ByteArrayOutputStream out = new ByteArrayOutputStream(frame.length);
    out.write(in.get());
    int second = in.get() & 0xFF;
    if (second < 0x80) {
      throw new AssertionError("a client's frame is not masked: " + Hex.of(frame));
    }
    out.write(second - 0x80);
    for (int i = second == 0xFF ? 8 : second == 0xFE ? 2 : 0; i > 0; i--) {
      out.write(in.get());
    }
    byte[] key = new byte[4];
    in.get(key);
    for (int i = 0; in.hasRemaining(); i++) {
      out.write(in.get() ^ key[i % 4]);
    }
    return out.toByteArray();
  }
}
