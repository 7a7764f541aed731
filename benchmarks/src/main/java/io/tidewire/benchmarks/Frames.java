package io.tidewire.benchmarks;

import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.Memory;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;

/// Engines and what they receive: a read buffer full of frames.
final class Frames {
  /// Frames in one read.
  static final int COUNT = 16;

  // Masks ASCII to ASCII, so that a buffer that is unmasked in place can be received again and
  // again:
  // every second time its text is another, which is as good.
  private static final long KEY = 0x0102_0304L << 32;

  private Frames() {}

  static Engine engine(Role role) {
    return new Engine(role, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, () -> KEY);
  }

  /// As many frames as [#COUNT], as `sender` sends them, in a direct buffer.
  static ByteBuffer read(Role sender, Opcode opcode, byte[] payload) {
    Engine engine = engine(sender);
    ByteBuffer read = ByteBuffer.allocateDirect(COUNT * engine.frameSize(payload.length));
    for (int i = 0; i < COUNT; i++) {
      engine.encode(opcode, true, ByteBuffer.wrap(payload), read);
    }
    return read.flip();
  }

  static byte[] ascii(int size) {
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) ('a' + i % 26);
    }
    return text;
  }
}
