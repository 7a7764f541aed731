package io.tidewire.fuzz;

import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
import java.util.List;

/// What happens on a connection, as an input tells it step by step. A step is a byte; the first
/// byte of a frame stands for that frame, and is followed by its length and payload.
final class Story {
  // First bytes that no frame has: what the application does.
  private static final int CLOSE = 0x78;
  private static final int PING = 0x79;
  private static final int FAIL = 0x7A;

  private static final byte[] MASKING_KEY = {0x11, 0x22, 0x33, 0x44};

  private final ByteBuffer script;
  private final Input input;
  private final Judge judge;
  private final boolean masked;
  private final boolean cut;

  Story(Input input, Judge judge, Role role, boolean cut) {
    this.script = ByteBuffer.wrap(input.bytes());
    this.input = input;
    this.judge = judge;
    this.masked = role == Role.SERVER;
    this.cut = cut;
  }

  void tell() {
    while (script.hasRemaining()) {
      int step = script.get() & 0xFF;
      switch (step) {
        case CLOSE -> judge.engine.close(1000, "", judge);
        case PING -> judge.engine.ping(ByteBuffer.allocate(3), judge);
        case FAIL -> judge.engine.fail(1011, "", "the application failed", judge);
        default -> receive(frame(step));
      }
    }
  }

  private void receive(byte[] frame) {
    judge.receivesCompressed();
    List<ByteBuffer> pieces = cut ? input.cut(frame) : List.of(ByteBuffer.wrap(frame));
    pieces.forEach(judge::receive);
  }

  private byte[] frame(int first) {
    int wanted = script.hasRemaining() ? script.get() & 0xFF : 0;
    byte[] payload = new byte[Math.min(wanted, script.remaining())];
    script.get(payload);
    boolean large = payload.length > 125;
    ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) first);
    frame.put((byte) ((masked ? 0x80 : 0) | (large ? 126 : payload.length)));
    if (large) {
      frame.putShort((short) payload.length);
    }
    if (masked) {
      frame.put(MASKING_KEY);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ (masked ? MASKING_KEY[i % 4] : 0)));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }
}
