package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import io.tidewire.protocol.SharedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the connections of one event loop share.
class LoopTest {
  private final MemoryChannel channel = new MemoryChannel();
  private final Loop loop = Loop.of(channel.eventLoop());

  @Test
  void aLoopIsFoundAgain() {
    assertThat(Loop.of(channel.eventLoop())).isSameAs(loop);
    assertThat(Loop.of(new MemoryChannel().eventLoop())).isNotSameAs(loop);
  }

  @Test
  void theClockGoesOnWhileTheLoopListens() {
    Loop.Watch watch = loop.watch(() -> {});
    long start = loop.now();
    ticks(30);
    assertThat(loop.now() - start).isEqualTo(TimeUnit.SECONDS.toNanos(3));
    watch.end();
  }

  @Test
  void theClockHardlyMovesWhileTheLoopIsHeldUp() {
    Loop.Watch watch = loop.watch(() -> {});
    long start = loop.now();
    tick(TimeUnit.HOURS.toMillis(1));
    assertThat(loop.now() - start).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    watch.end();
  }

  @Test
  void theTimerRunsWhileThereIsSomethingToWatch() {
    assertThat(channel.runScheduledPendingTasks()).isNegative();
    Loop.Watch first = loop.watch(() -> {});
    Loop.Watch second = loop.watch(() -> {});
    first.end();
    assertThat(channel.runScheduledPendingTasks()).isPositive();
    second.end();
    second.end();
    assertThat(channel.runScheduledPendingTasks()).isNegative();
    loop.watch(() -> {}).end();
    assertThat(channel.runScheduledPendingTasks()).isNegative();
  }

  @Test
  void aSharedFrameIsThereOnceForAll() {
    SharedFrame frame = frame(50_000);
    ByteBuf first = loop.shared(frame);
    ByteBuf second = loop.shared(frame);
    assertThat(second.memoryAddress()).isEqualTo(first.memoryAddress());
    assertThat(first.isReadOnly()).isTrue();
    first.skipBytes(100).release();
    assertThat(second).isEqualTo(bytes(frame));
    second.release();
    assertThat(loop.shared(frame(40_000)).memoryAddress()).isEqualTo(first.memoryAddress());
  }

  @Test
  void aSharedFrameStaysWhileASocketHoldsIt() {
    SharedFrame frame = frame(50_000);
    ByteBuf held = loop.shared(frame);
    ByteBuf next = loop.shared(frame(40_000));
    assertThat(held).isEqualTo(bytes(frame));
    assertThat(next).isEqualTo(bytes(frame(40_000)));
    next.release();
    loop.watch(() -> {});
    ticks(1);
    assertThat(held).isEqualTo(bytes(frame));
    assertThat(loop.shared(frame(40_000)).refCnt()).isEqualTo(2);
    held.release();
    assertThat(held.refCnt()).isZero();
  }

  @Test
  void aLoopThatEndsKeepsNothing() {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    Loop ending = new Loop(channel.eventLoop(), allocator);
    ending.readBuffer().release();
    ending.writeBuffer().release();
    ending.shared(frame(50_000)).release();
    assertThat(ending.restored().isDirect()).isTrue();
    PerMessageDeflate deflate = Negotiated.end(Role.SERVER, CompressionOptions.DEFAULTS);
    deflate.open(ending.compressionPool());
    deflate.deflater().begin();
    ByteBuffer payload = ByteBuffer.wrap(Payload.of(5000));
    assertThat(ending.compressed().deflateWhole(deflate.deflater(), payload)).isNotNull();
    deflate.close();
    assertThat(allocator.metric().usedDirectMemory()).isGreaterThan(500_000);
    ending.release();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  private static SharedFrame frame(int size) {
    return SharedFrame.of(Opcode.BINARY, false, ByteBuffer.wrap(Payload.of(size)));
  }

  private static ByteBuf bytes(SharedFrame frame) {
    ByteBuffer bytes = ByteBuffer.allocate(frame.size());
    frame.copyTo(bytes);
    return Unpooled.wrappedBuffer(bytes.flip());
  }

  @Test
  void aThousandAreSeenAtEachTick() {
    int[] seen = new int[1000];
    List<Loop.Watch> watches = watch(seen);
    ticks(3);
    assertThat(seen).containsOnly(3);
    watches.forEach(Loop.Watch::end);
  }

  @Test
  void anyNumberIsSeenWithinTenTicks() {
    int[] seen = new int[25_000];
    List<Loop.Watch> watches = watch(seen);
    ticks(1);
    assertThat(IntStream.of(seen).sum()).isEqualTo(2500);
    ticks(9);
    assertThat(seen).containsOnly(1);
    ticks(10);
    assertThat(seen).containsOnly(2);
    watches.forEach(Loop.Watch::end);
  }

  @Test
  void aLookMayEndItsOwnWatchAndOthers() {
    List<Integer> seen = new ArrayList<>();
    List<Loop.Watch> watches = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int number = i;
      watches.add(
          loop.watch(() -> {
            seen.add(number);
            watches.get(number).end();
            watches.get((number + 5) % 10).end();
          }));
    }
    ticks(2);
    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    assertThat(channel.runScheduledPendingTasks()).isNegative();
  }

  private List<Loop.Watch> watch(int[] seen) {
    List<Loop.Watch> watches = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      int number = i;
      watches.add(loop.watch(() -> seen[number]++));
    }
    return watches;
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick(Loop.TICK_MILLIS);
    }
  }

  private void tick(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
