package io.tidewire.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/// What all connections of an event loop read into, one after the other, so that it stays in the
/// cache. While somebody still holds it (TLS with a part of a record), others get buffers of their
/// own.
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator implements AutoCloseable {
  private static final int SIZE = 256 << 10;
  private static final int SPARE = 64 << 10;

  private final ByteBuf shared = Unpooled.directBuffer(SIZE, SIZE);

  @Override
  public ExtendedHandle newHandle() {
    return new MaxMessageHandle() {
      @Override
      public ByteBuf allocate(ByteBufAllocator allocator) {
        return shared.refCnt() == 1
            ? shared.clear().retain()
            : allocator.directBuffer(SPARE, SPARE);
      }

      @Override
      public int guess() {
        return SIZE;
      }
    };
  }

  @Override
  public void close() {
    shared.release();
  }
}
