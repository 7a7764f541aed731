package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames as a server sends them, and the events in which they show, for tests in which hex would
/// hide what matters. Written from RFC 6455 §5.2 alone.
final class Frames {
  private Frames() {}

  /// @param first FIN, RSV and opcode
  static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 65536) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    return Hex.copy(frame.put(payload).flip());
  }

  /// The event of a close frame being sent.
  static String sentClose(int code, String reason) {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(2 + utf8.length).putShort((short) code).put(utf8);
    return "sent " + Hex.of(frame(0x88, payload.array()));
  }

  /// The events of a peer being refused.
  static String[] refusal(int code, String reason) {
    return new String[] {sentClose(code, reason), "closed " + code + " " + reason + " (LOCAL)"};
  }

  /// `count` bytes that differ from their neighbours.
  static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }
}
