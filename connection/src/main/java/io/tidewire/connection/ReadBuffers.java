package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/// What one channel reads into. Until its handshake is done, and under TLS, small buffers of its
/// own, since decoders may keep them; after that the large buffer that all connections of the loop
/// share, which nobody keeps.
///
/// One object serves one channel, as allocator and as its only handle.
final class ReadBuffers implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
  // A request head mostly fits; a TLS record is at most 16 KiB and a little.
  private static final int SMALL = 2 << 10;
  private static final int TLS = 17 << 10;
  // When the shared buffer is in use: some transport holds a read's buffer longer than the read.
  private static final int SPARE = 64 << 10;
  // A peer that never stops must not keep the loop from the other connections.
  private static final int READS_A_TURN = 16;

  private int size = SMALL;
  // Where the shared buffer comes from; null until the handshake is done, and under TLS.
  private Loop shared;

  // the current read turn
  private ChannelConfig config;
  private int attempted;
  private int last;
  private int reads;

  void share(Loop loop) {
    shared = loop;
    size = SPARE;
  }

  void tls() {
    size = TLS;
  }

  @Override
  public ExtendedHandle newHandle() {
    return this;
  }

  @Override
  public ByteBuf allocate(ByteBufAllocator allocator) {
    ByteBuf buffer = shared == null ? null : shared.readBuffer();
    return buffer == null ? allocator.ioBuffer(size, size) : buffer;
  }

  @Override
  public int guess() {
    return size;
  }

  @Override
  public void reset(ChannelConfig current) {
    config = current;
    reads = 0;
    last = 0;
  }

  @Override
  public void incMessagesRead(int count) {
    reads += count;
  }

  @Override
  public void lastBytesRead(int bytes) {
    last = bytes;
  }

  @Override
  public int lastBytesRead() {
    return last;
  }

  @Override
  public void attemptedBytesRead(int bytes) {
    attempted = bytes;
  }

  @Override
  public int attemptedBytesRead() {
    return attempted;
  }

  @Override
  public boolean continueReading() {
    // A buffer that was not filled means that the socket is empty.
    return mayContinue() && attempted == last;
  }

  @Override
  public boolean continueReading(UncheckedBooleanSupplier moreToRead) {
    return mayContinue() && moreToRead.get();
  }

  private boolean mayContinue() {
    return config.isAutoRead() && reads < READS_A_TURN && last > 0;
  }

  @Override
  public void readComplete() {
    // Sizes are fixed: nothing to learn from a turn.
  }
}
