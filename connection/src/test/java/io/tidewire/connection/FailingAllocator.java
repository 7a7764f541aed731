package io.tidewire.connection;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;

/// An allocator whose memory is used up.
final class FailingAllocator extends AbstractByteBufAllocator {
  private final OutOfMemoryError failure;

  FailingAllocator(OutOfMemoryError failure) {
    this.failure = failure;
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    throw failure;
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    throw failure;
  }

  @Override
  public boolean isDirectBufferPooled() {
    return false;
  }
}
