package io.tidewire.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Writes the frames of [BrokenFrames], masked or not.
final class BrokenSender {
  private final boolean masks;
  private final OutputStream out;
  private final Set<Fault> faults;
  private int key; // the last one

  BrokenSender(Side side, OutputStream out, Set<Fault> faults) {
    this.masks = (side == Side.CLIENT) != faults.contains(Fault.MASKS_WRONGLY);
    this.out = out;
    this.faults = faults;
  }

  /// @param type the opcode, and perhaps reserved bits
  void send(int type, byte... payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) (128 | type));
    int mask = masks ? 128 : 0;
    if (payload.length < 126) {
      frame.put((byte) (mask | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (mask | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (mask | 127)).putLong(payload.length);
    }
    frame.put(masks ? masked(payload) : payload);
    out.write(frame.array(), 0, frame.position());
  }

  /// The key, and the payload as it changes it.
  private byte[] masked(byte... payload) {
    byte[] bytes = ByteBuffer.allocate(4 + payload.length).putInt(nextKey()).put(payload).array();
    for (int i = 4; i < bytes.length; i++) {
      bytes[i] ^= bytes[i & 3];
    }
    return bytes;
  }

  private int nextKey() {
    if (faults.contains(Fault.MASKS_WITH_ZERO)) {
      return 0;
    }
    boolean counts = faults.contains(Fault.COUNTS_ITS_MASKING_KEYS);
    key = counts ? key + 1 : ThreadLocalRandom.current().nextInt();
    return key;
  }
}
