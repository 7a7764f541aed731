package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a channel reads into.
class ReadBuffersTest {
  private final MemoryChannel channel = new MemoryChannel();
  private final Loop loop = Loop.of(channel.eventLoop());
  private final ReadBuffers buffers = new ReadBuffers();

  @BeforeEach
  void aTurnBegins() {
    buffers.reset(channel.config());
  }

  @AfterEach
  void theLoopEnds() {
    FastThreadLocal.removeAll();
  }

  @Test
  void beforeTheHandshakeEachReadHasASmallBufferOfItsOwn() {
    ByteBuf first = allocate();
    ByteBuf second = allocate();
    assertThat(first.maxWritableBytes()).isEqualTo(2048);
    assertThat(second).isNotSameAs(first);
    first.release();
    second.release();
  }

  @Test
  void underTlsABufferHoldsARecord() {
    buffers.tls();
    ByteBuf buffer = allocate();
    assertThat(buffer.maxWritableBytes()).isEqualTo(17 << 10);
    assertThat(buffers.guess()).isEqualTo(17 << 10);
    buffer.release();
  }

  @Test
  void afterTheHandshakeAllReadsOfALoopShareOneLargeBuffer() {
    buffers.share(loop);
    ByteBuf first = allocate();
    assertThat(first.writableBytes()).isEqualTo(256 << 10);
    first.writeByte(1).release();
    ReadBuffers others = new ReadBuffers();
    others.share(loop);
    ByteBuf second = others.allocate(ByteBufAllocator.DEFAULT);
    assertThat(second).isSameAs(first);
    assertThat(second.isReadable()).isFalse();
    second.release();
  }

  @Test
  void whileTheSharedBufferIsHeldReadsGetAnother() {
    buffers.share(loop);
    ByteBuf held = allocate();
    ByteBuf other = allocate();
    assertThat(other).isNotSameAs(held);
    assertThat(other.writableBytes()).isEqualTo(64 << 10);
    other.release();
    held.release();
  }

  @Test
  void aReadThatFilledItsBufferIsFollowedByAnother() {
    assertThat(read(100, 100)).isTrue();
    assertThat(read(100, 99)).isFalse();
    assertThat(read(100, 0)).isFalse();
    assertThat(read(100, -1)).isFalse();
  }

  @Test
  void aTransportThatKnowsBetterWhetherThereIsMoreIsAsked() {
    read(100, 10);
    assertThat(buffers.continueReading(() -> true)).isTrue();
    assertThat(buffers.continueReading(() -> false)).isFalse();
  }

  @Test
  void aTurnEndsWhenReadingPauses() {
    channel.config().setAutoRead(false);
    assertThat(read(100, 100)).isFalse();
    assertThat(buffers.continueReading(() -> true)).isFalse();
  }

  @Test
  void aPeerThatNeverStopsDoesNotHoldTheLoop() {
    int reads = 1;
    while (read(100, 100) && reads < 1000) {
      reads++;
    }
    assertThat(reads).isEqualTo(16);
    buffers.reset(channel.config());
    assertThat(read(100, 100)).isTrue();
  }

  private ByteBuf allocate() {
    return buffers.newHandle().allocate(ByteBufAllocator.DEFAULT);
  }

  private boolean read(int attempted, int read) {
    buffers.attemptedBytesRead(attempted);
    buffers.lastBytesRead(read);
    buffers.incMessagesRead(1);
    assertThat(buffers.attemptedBytesRead()).isEqualTo(attempted);
    assertThat(buffers.lastBytesRead()).isEqualTo(read);
    buffers.readComplete();
    return buffers.continueReading();
  }
}
