package io.tidewire.connection;

import io.tidewire.protocol.Memory;
import java.nio.ByteBuffer;

/// Gathering buffers for the connections of one event loop, within the process's budget. One small
/// buffer is kept for the next taker: the message that a read cuts in two is the common case.
final class LoopMemory implements Memory {
  private static final int LARGEST_SPARE = 64 << 10;

  private final MemoryBudget budget;
  // Kept for the next taker, and not counted as used; null when none is.
  private ByteBuffer spare;

  LoopMemory(MemoryBudget budget) {
    this.budget = budget;
  }

  @Override
  public ByteBuffer take(int bytes) {
    boolean fits = spare != null && spare.capacity() >= bytes;
    int size = fits ? spare.capacity() : bytes;
    if (!budget.take(size)) {
      return null;
    }
    if (!fits) {
      return ByteBuffer.allocate(size);
    }
    ByteBuffer taken = spare.clear();
    spare = null;
    return taken;
  }

  @Override
  public void give(ByteBuffer buffer) {
    int size = buffer.capacity();
    budget.give(size);
    if (size <= LARGEST_SPARE && (spare == null || spare.capacity() < size)) {
      spare = buffer;
    }
  }
}
