package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Memory that knows what is out, and spoils what comes back, so that a use after that is seen.
final class CountingMemory implements Memory {
  private final int budget;
  private final Set<ByteBuffer> out = Collections.newSetFromMap(new IdentityHashMap<>());
  private int bytesOut;
  private int peak;
  private int takes;

  CountingMemory(int budget) {
    this.budget = budget;
  }

  @Override
  public ByteBuffer take(int bytes) {
    assertThat(bytes).isPositive();
    takes++;
    if (bytesOut + bytes > budget) {
      return null;
    }
    // Of both kinds, and sometimes with more room than asked for.
    ByteBuffer buffer =
        takes % 2 == 0 ? ByteBuffer.allocate(bytes + takes % 3) : ByteBuffer.allocateDirect(bytes);
    out.add(buffer);
    bytesOut += buffer.capacity();
    peak = Math.max(peak, bytesOut);
    return buffer;
  }

  @Override
  public void give(ByteBuffer buffer) {
    assertThat(out.remove(buffer)).as("a buffer that is out comes back").isTrue();
    bytesOut -= buffer.capacity();
    byte[] garbage = new byte[buffer.capacity()];
    Arrays.fill(garbage, (byte) 0xEE);
    buffer.clear().put(garbage);
  }

  /// Buffers taken and not given back.
  int buffersOut() {
    return out.size();
  }

  /// The most bytes that were out at once.
  int peak() {
    return peak;
  }

  int takes() {
    return takes;
  }
}
