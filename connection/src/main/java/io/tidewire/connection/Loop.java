package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.tidewire.deflate.CompressionPool;
import io.tidewire.protocol.Memory;
import io.tidewire.protocol.SharedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// What the connections of one event loop share: buffers, masks, a coarse clock, and one timer for
/// all their deadlines. Event loop only.
final class Loop {
  /// How fine the clock is.
  static final long TICK_MILLIS = 100;

  // How far the clock goes on in one tick at most.
  private static final long LONGEST_STEP = TimeUnit.SECONDS.toNanos(1);
  // A tick looks at this many connections, or where there are more at a tenth of them: so their
  // deadlines are kept to a second, and a tick stays short.
  private static final int SHARE = 1000;
  private static final int TICKS_A_ROUND = 10;

  private static final int READ_BUFFER = 256 << 10;
  private static final int RESTORED_BUFFER = 64 << 10;
  // Room for a full batch and the message that fills it; grown beyond that it is replaced.
  private static final int WRITE_BUFFER = 128 << 10;
  private static final int LARGEST_WRITE_BUFFER = 256 << 10;
  // They live as long as the loop, and no detector needs to look for them.
  private static final ByteBufAllocator BUFFERS = new UnpooledByteBufAllocator(true, true);
  // A power of two. How many messages later a kept LentMessage may be lent again.
  private static final int RING = 64;

  private static final FastThreadLocal<Loop> CURRENT =
      new FastThreadLocal<>() {
        @Override
        protected void onRemoval(Loop loop) {
          loop.release();
        }
      };

  final Memory memory = new LoopMemory(MemoryBudget.PROCESS);
  final RandomGenerator masks = new MaskSource();
  final Wakeups wakeups;

  private final EventLoop executor;
  private final ByteBufAllocator allocator;
  private final LentMessage[] ring = new LentMessage[RING];
  private int nextInRing;
  private ByteBuf readBuffer = Unpooled.EMPTY_BUFFER;
  // For connections that compress. Null until needed.
  private CompressionPool compressionPool;
  private ByteBuf restored = Unpooled.EMPTY_BUFFER;
  private final CompressionBuffer compressed;
  private ByteBuf writeBuffer = Unpooled.EMPTY_BUFFER;
  // What is in the buffer for shared frames; null when that may be overwritten.
  private SharedFrame shared;
  private ByteBuf sharedBuffer = Unpooled.EMPTY_BUFFER;

  // Each knows its place.
  private final ArrayList<Watch> watched = new ArrayList<>();
  // The place of the one that was looked at last.
  private int looked;
  // Runs while any connection is watched; else null.
  private Future<?> timer;
  private long now;
  // When the last tick was, to the nanosecond.
  private long ticked;

  Loop(EventLoop executor, ByteBufAllocator allocator) {
    this.executor = executor;
    this.allocator = allocator;
    compressed = new CompressionBuffer(allocator);
    wakeups = new Wakeups(executor);
    byte[] scratch = new byte[LentMessage.SCRATCH];
    for (int i = 0; i < RING; i++) {
      ring[i] = new LentMessage(Thread.currentThread(), scratch);
    }
  }

  /// The calling event loop's.
  static Loop of(EventLoop executor) {
    Loop loop = CURRENT.getIfExists();
    if (loop == null || !loop.executor.equals(executor)) {
      loop = new Loop(executor, BUFFERS);
      CURRENT.set(loop);
    }
    return loop;
  }

  // ---- compression

  /// The contexts of connections without takeover.
  CompressionPool compressionPool() {
    if (compressionPool == null) {
      compressionPool = new CompressionPool(MemoryBudget.PROCESS);
    }
    return compressionPool;
  }

  /// Where messages are restored.
  ByteBuffer restored() {
    if (restored.capacity() == 0) {
      restored = allocator.directBuffer(RESTORED_BUFFER, RESTORED_BUFFER);
    }
    return restored.internalNioBuffer(0, RESTORED_BUFFER);
  }

  /// Where messages are compressed.
  CompressionBuffer compressed() {
    return compressed;
  }

  // ---- time

  /// The time of the last tick, in nanoseconds: good enough for deadlines of seconds, and free.
  ///
  /// It passes only while the loop listens: when something keeps the loop, or the whole process,
  /// from its sockets for a minute, no peer is to be cut for a minute's silence.
  long now() {
    return now;
  }

  /// The time to the nanosecond.
  long exactNow() {
    return executor.ticker().nanoTime();
  }

  /// Calls `look` now and then, until the watch ends. It must not throw.
  Watch watch(Runnable look) {
    if (timer == null) {
      ticked = exactNow();
      timer =
          executor.scheduleWithFixedDelay(
              this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
    Watch watch = new Watch(look, watched.size());
    watched.add(watch);
    return watch;
  }

  /// That one connection is looked at.
  final class Watch {
    private final Runnable look;
    // Among those watched; negative once this has ended.
    private int place;

    private Watch(Runnable look, int place) {
      this.look = look;
      this.place = place;
    }

    void end() {
      if (place < 0) {
        return;
      }
      Watch last = watched.removeLast();
      if (last.place != place) {
        watched.set(place, last);
        last.place = place;
      }
      place = -1;
      if (watched.isEmpty()) {
        timer.cancel(false);
        timer = null;
        forgetLarge();
      }
    }
  }

  private void tick() {
    long exact = exactNow();
    now += Math.min(exact - ticked, LONGEST_STEP);
    ticked = exact;
    forgetLarge();
    int share = Math.max(SHARE, watched.size() / TICKS_A_ROUND);
    // A look may end watches.
    for (int left = Math.min(share, watched.size()); left > 0 && !watched.isEmpty(); left--) {
      looked = (looked > 0 ? Math.min(looked, watched.size()) : watched.size()) - 1;
      watched.get(looked).look.run();
    }
  }

  // ---- memory

  LentMessage lend(boolean text, ByteBuffer payload) {
    return ring[nextInRing++ & RING - 1].lend(text, payload);
  }

  /// The one large buffer that all connections of the loop read into, hot in the cache, with one
  /// reference for the caller; or null while a read's bytes are still held by somebody.
  ByteBuf readBuffer() {
    if (readBuffer.capacity() == 0) {
      readBuffer = allocator.directBuffer(READ_BUFFER, READ_BUFFER);
    }
    return free(readBuffer);
  }

  /// The one buffer that connections fill in turn with what they send, like [#readBuffer]; or null
  /// while a socket has yet to take what was in it.
  ByteBuf writeBuffer() {
    if (writeBuffer.capacity() == 0 || writeBuffer.capacity() > LARGEST_WRITE_BUFFER) {
      writeBuffer.release();
      writeBuffer = allocator.directBuffer(WRITE_BUFFER);
    }
    return free(writeBuffer);
  }

  /// A frame in memory that sockets read from, for each of the loop's connections that is to send
  /// it: with one reference for the caller, who must not write to it.
  ByteBuf shared(SharedFrame frame) {
    if (shared != frame) {
      if (sharedBuffer.refCnt() > 1 || sharedBuffer.capacity() < frame.size()) {
        ByteBuf larger = allocator.directBuffer(frame.size());
        sharedBuffer.release();
        sharedBuffer = larger;
      }
      frame.copyTo(sharedBuffer.internalNioBuffer(0, frame.size()));
      sharedBuffer.setIndex(0, frame.size());
      shared = frame;
    }
    return sharedBuffer.retainedDuplicate().asReadOnly();
  }

  // A broadcast takes one turn, or a few, and a large message one: what they leave behind need not
  // stay.
  private void forgetLarge() {
    compressed.shrink();
    shared = null;
    sharedBuffer.release();
    sharedBuffer = Unpooled.EMPTY_BUFFER;
  }

  boolean isWriteBufferFree() {
    return writeBuffer.refCnt() == 1;
  }

  private static ByteBuf free(ByteBuf buffer) {
    return buffer.refCnt() == 1 ? buffer.clear().retain() : null;
  }

  /// The event loop's thread ends: gives all memory back.
  void release() {
    readBuffer.release();
    writeBuffer.release();
    sharedBuffer.release();
    restored.release();
    compressed.release();
    if (compressionPool != null) {
      compressionPool.close();
    }
  }
}
