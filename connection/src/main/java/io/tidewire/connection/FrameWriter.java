package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Puts frames on the wire. What is written during one turn of the event loop gathers in one batch
/// and leaves in one write; while the socket has not taken a batch, none follows, so that control
/// frames can still overtake waiting data. Event loop only.
///
/// ```
///   write ──► batch ──flush──► socket took all ──► next from the outbox
///                        └───► socket is full: blocked until it has taken the batch
/// ```
final class FrameWriter {
  // A batch that has grown to this leaves at once.
  private static final int BATCH = 64 << 10;

  private final Channel channel;
  private final Engine engine;
  private final Outbox outbox;
  private final Loop loop;
  // Called when the socket has taken a batch that it did not take at once.
  private final Runnable writable;

  // Frames of this turn; null when there are none.
  private ByteBuf batch;
  // Whose bytes are in the batch or in the socket's hands.
  private final List<CompletableFuture<Void>> unconfirmed = new ArrayList<>(0);
  // Control frames that wait until the socket takes bytes again; of pongs only the newest, as RFC
  // 6455 §5.5.3 allows.
  private final ArrayDeque<ByteBuffer> control = new ArrayDeque<>(1);
  private ByteBuffer pong;
  // Whether the socket has yet to take the last batch, how many bytes were left when it last took
  // some, and when.
  private boolean blocked;
  private long unwritten;
  private long lastProgress;
  // Read by other threads, for figures.
  private volatile int inFlight;

  FrameWriter(Channel channel, Engine engine, Outbox outbox, Loop loop, Runnable writable) {
    this.channel = channel;
    this.engine = engine;
    this.outbox = outbox;
    this.loop = loop;
    this.writable = writable;
  }

  /// Whether a message may be encoded now, ahead of nothing.
  boolean isClear() {
    return !blocked && outbox.isClear();
  }

  /// Encodes a data frame into the batch; a full batch leaves at once.
  void write(Opcode opcode, boolean fin, Message message) {
    append(opcode, fin, message);
    if (batch.readableBytes() >= BATCH) {
      flush();
    }
  }

  private void append(Opcode opcode, boolean fin, Message message) {
    int size = engine.frameSize(message.size());
    ByteBuffer payload = message instanceof LentMessage lent ? lent.window() : message.payload();
    engine.encode(opcode, fin, payload, room(size));
    batch.writerIndex(batch.writerIndex() + size);
  }

  /// Sends a control frame, before data that waits.
  void control(ByteBuffer frame) {
    if (!blocked) {
      int size = frame.remaining();
      room(size).put(frame);
      batch.writerIndex(batch.writerIndex() + size);
      return;
    }
    ByteBuffer kept = ByteBuffer.allocate(frame.remaining()).put(frame).flip();
    if ((kept.get(0) & 0xF) == Opcode.PONG.code()) {
      pong = kept;
    } else {
      control.add(kept);
    }
  }

  private ByteBuffer room(int size) {
    if (batch == null) {
      batch = channel.alloc().directBuffer(Math.max(size, 512));
    }
    batch.ensureWritable(size);
    return batch.internalNioBuffer(batch.writerIndex(), size);
  }

  /// Hands to the socket what is in the batch, and then from the outbox as much as the socket
  /// takes.
  void flush() {
    while (!blocked) {
      fill();
      if (batch == null) {
        return;
      }
      writeBatch();
    }
  }

  private void fill() {
    while (engine.canSend() && (batch == null || batch.readableBytes() < BATCH)) {
      Outgoing next = outbox.poll();
      if (next == null) {
        return;
      }
      if (next.done != null) {
        unconfirmed.add(next.done);
      }
      append(next.opcode, next.fin, next.message);
    }
  }

  private void writeBatch() {
    ByteBuf out = batch;
    batch = null;
    inFlight = out.readableBytes();
    // A failed write reaches exceptionCaught; a promise for each batch would only be garbage.
    channel.writeAndFlush(out, channel.voidPromise());
    if (!channel.isActive()) {
      return; // As in unblock.
    }
    unwritten = unwritten();
    if (unwritten == 0) {
      written();
      return;
    }
    blocked = true;
    lastProgress = loop.now();
    // An empty write behind the batch tells when the socket has taken it.
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> unblock(done.isSuccess()));
  }

  private void unblock(boolean taken) {
    if (!taken) {
      return; // The channel has failed, and its end will tell all who wait.
    }
    blocked = false;
    written();
    if (pong != null) {
      control.addFirst(pong);
      pong = null;
    }
    for (ByteBuffer frame = control.poll(); frame != null; frame = control.poll()) {
      control(frame);
    }
    writable.run();
  }

  // Bytes in Netty's hands that the socket has not taken.
  private long unwritten() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes() - pending.currentProgress();
  }

  private void written() {
    inFlight = 0;
    if (!unconfirmed.isEmpty()) {
      List<CompletableFuture<Void>> confirmed = List.copyOf(unconfirmed);
      unconfirmed.clear();
      confirmed.forEach(done -> done.complete(null));
    }
  }

  /// The connection is over: what is not confirmed never will be.
  void end(CloseReason reason) {
    if (batch != null) {
      batch.release();
      batch = null;
    }
    for (CompletableFuture<Void> done : unconfirmed) {
      done.completeExceptionally(new ClosedException(reason));
    }
    unconfirmed.clear();
  }

  /// Whether everything written so far is in the socket's hands.
  boolean isIdle() {
    return !blocked && batch == null;
  }

  /// Bytes that wait because the socket takes none; 0 while it does.
  long waiting() {
    return blocked ? inFlight + outbox.bytes() : 0;
  }

  /// Bytes that Netty holds for the socket. From any thread.
  int inFlight() {
    return inFlight;
  }

  /// Since when the socket has taken nothing although bytes wait, in nanoseconds of the loop's
  /// clock; `now` if it does.
  long stalledSince(long now) {
    if (!blocked) {
      return now;
    }
    long left = unwritten();
    if (left != unwritten) {
      unwritten = left;
      lastProgress = now;
    }
    return lastProgress;
  }
}
