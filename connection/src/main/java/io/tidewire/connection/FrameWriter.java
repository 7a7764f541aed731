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
import io.tidewire.protocol.Role;
import io.tidewire.protocol.SharedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Puts frames on the wire. What is written during one turn of the event loop gathers in one batch
/// and leaves in one write; while the socket has not taken a batch, none follows, so that control
/// frames can still overtake waiting data. Event loop only.
///
/// ```
///   write ──► batch ──flush──► socket took all ──► next from the outbox
///                        └───► socket is full: blocked until it has taken the batch
/// ```
final class FrameWriter {
  // A shared frame from this size on is not copied: the socket reads the loop's one copy of it.
  private static final int LARGE = 16 << 10;
  // A batch that has grown to this leaves at once.
  private static final int BATCH = 64 << 10;
  // A peer that takes all that is sent must not keep the loop from the other connections.
  private static final int BATCHES_A_TURN = 16;

  private final Channel channel;
  // Whether frames go unmasked, so that they can be shared.
  private final boolean sharing;
  private final Engine engine;
  private final Outbox outbox;
  private final Loop loop;
  // Called to go on, when the socket has taken a batch that it did not take at once.
  private final Runnable writable;
  // Null where compression was not agreed on.
  private Compression compression;

  // Frames of this turn; null when there are none.
  private ByteBuf batch;
  // Who waits for bytes in the batch or in the socket's hands; null when nobody does.
  private List<CompletableFuture<Void>> unconfirmed;

  // Control frames that wait until the socket takes bytes again; null when there are none. Only the
  // newest of each kind: RFC 6455 §5.5.3 allows that for pongs, and a ping that never went out is
  // answered with the next.
  private ByteBuffer pong;
  private ByteBuffer ping;
  private ByteBuffer close;

  // Whether the socket has yet to take the last batch, how many bytes were left when it last took
  // some, and when.
  private boolean blocked;
  private long unwritten;
  private long lastProgress;
  // When the socket last took some of what it had left.
  private long lastTaken;
  // Bytes in the batch and in the socket's hands; read by other threads.
  private final AtomicInteger inFlight = new AtomicInteger();

  FrameWriter(
      Channel channel, Role role, Engine engine, Outbox outbox, Loop loop, Runnable writable) {
    this.channel = channel;
    this.sharing = role == Role.SERVER;
    this.engine = engine;
    this.outbox = outbox;
    this.loop = loop;
    this.writable = writable;
    lastTaken = loop.now();
  }

  // ---- encoding

  /// Compression was agreed on.
  void compress(Compression compression) {
    this.compression = compression;
  }

  /// Whether a message may be encoded now, ahead of nothing.
  boolean isClear() {
    return !blocked && outbox.isClear();
  }

  /// Sends what waits when that fills a batch, or the outbox, as far as the socket takes it.
  void makeWay() {
    if (!blocked && !outbox.isClear() && outbox.fills(BATCH)) {
      flush();
    }
  }

  /// Whether a message needs no buffer of its own to be encoded: in a loop over many connections
  /// the first has the event loop's, and what is for the others waits until it is free again.
  boolean hasRoom() {
    return batch != null || loop.isWriteBufferFree();
  }

  /// Encodes a data frame into the batch; a full batch leaves at once.
  void write(Opcode opcode, boolean fin, Message message) {
    append(opcode, fin, message);
    flushIfFull();
  }

  private void append(Opcode opcode, boolean fin, Message message) {
    if (sharing && message instanceof PreparedMessage prepared) {
      append(compression == null ? prepared.plain() : compression.frame(prepared));
    } else {
      encode(opcode, fin, message);
    }
  }

  private void append(SharedFrame frame) {
    engine.willSend(frame);
    if (batch == null && frame.size() >= LARGE) {
      batch = loop.shared(frame);
      added(0);
    } else {
      frame.copyTo(room(frame.size()));
      added(frame.size());
    }
  }

  private void encode(Opcode opcode, boolean fin, Message message) {
    ByteBuffer payload = message instanceof LentMessage lent ? lent.window() : message.payload();
    ByteBuffer compressed =
        compression == null ? null : compression.compress(opcode, fin, message, payload);
    if (compressed != null) {
      int size = engine.frameSize(compressed.remaining());
      engine.encodeCompressed(opcode, fin, compressed, room(size));
      added(size);
    } else {
      int size = engine.frameSize(payload.remaining());
      engine.encode(opcode, fin, payload, room(size));
      added(size);
    }
  }

  /// Sends a control frame, before data that waits.
  void control(ByteBuffer frame) {
    if (blocked) {
      keep(ByteBuffer.allocate(frame.remaining()).put(frame).flip());
    } else {
      int size = frame.remaining();
      room(size).put(frame);
      added(size);
      flushIfFull();
    }
  }

  private void keep(ByteBuffer frame) {
    switch (Opcode.of(frame.get(0) & 0xF)) {
      case PONG -> pong = frame;
      case PING -> ping = frame;
      default -> close = frame;
    }
  }

  private ByteBuffer room(int size) {
    if (batch == null) {
      ByteBuf shared = size <= BATCH ? loop.writeBuffer() : null;
      batch = shared == null ? channel.alloc().directBuffer(Math.max(size, 512)) : shared;
    }
    if (batch.isReadOnly()) {
      batch = unshared(batch, size);
    }
    batch.ensureWritable(size);
    return batch.internalNioBuffer(batch.writerIndex(), size);
  }

  // A shared frame that more is to follow.
  private ByteBuf unshared(ByteBuf frame, int more) {
    ByteBuf own = channel.alloc().directBuffer(frame.readableBytes() + more).writeBytes(frame);
    frame.release();
    return own;
  }

  private void added(int size) {
    batch.writerIndex(batch.writerIndex() + size);
    inFlight.lazySet(batch.readableBytes());
  }

  private void flushIfFull() {
    if (batch.readableBytes() >= BATCH) {
      flush();
    }
  }

  // ---- writing

  /// Hands to the socket what is in the batch, and then from the outbox as much as the socket
  /// takes.
  void flush() {
    for (int left = BATCHES_A_TURN; !blocked; left--) {
      fill();
      if (batch == null) {
        return;
      }
      if (left == 0) {
        channel.eventLoop().execute(writable);
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
        confirmLater(next.done);
      }
      append(next.opcode, next.fin, next.message);
    }
  }

  private void confirmLater(CompletableFuture<Void> done) {
    if (unconfirmed == null) {
      unconfirmed = new ArrayList<>();
    }
    unconfirmed.add(done);
  }

  private void writeBatch() {
    ByteBuf out = batch;
    batch = null;
    blocked = true;
    lastProgress = loop.now();
    // A failed write reaches exceptionCaught; a promise for each batch would only be garbage.
    channel.writeAndFlush(out, channel.voidPromise());
    if (!channel.isActive()) {
      return; // The channel's end tells all who wait.
    }
    unwritten = unwritten();
    if (unwritten == 0) {
      taken();
    } else {
      // An empty write behind the batch tells when the socket has taken it.
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> unblock(done.isSuccess()));
    }
  }

  private void unblock(boolean success) {
    if (success) { // Else as above.
      lastTaken = loop.now();
      taken();
      writable.run();
    }
  }

  private void taken() {
    blocked = false;
    confirm();
    if (pong != null || ping != null || close != null) {
      sendKept(pong, ping, close);
    }
  }

  private void sendKept(ByteBuffer... frames) {
    pong = null;
    ping = null;
    close = null;
    for (ByteBuffer frame : frames) {
      if (frame != null) {
        control(frame);
      }
    }
  }

  private void confirm() {
    inFlight.lazySet(0);
    List<CompletableFuture<Void>> confirmed = unconfirmed;
    if (confirmed != null) {
      unconfirmed = null;
      confirmed.forEach(done -> done.complete(null));
    }
  }

  /// The connection is over: what is not confirmed never will be.
  void end(CloseReason reason) {
    blocked = true;
    inFlight.lazySet(0);
    if (batch != null) {
      batch.release();
      batch = null;
    }
    List<CompletableFuture<Void>> lost = unconfirmed;
    if (lost != null) {
      unconfirmed = null;
      lost.forEach(done -> done.completeExceptionally(new ClosedException(reason)));
    }
  }

  // ---- questions

  // Bytes in Netty's hands that the socket has not taken.
  private long unwritten() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes() - pending.currentProgress();
  }

  /// Whether everything written so far is in the socket's hands.
  boolean isIdle() {
    return !blocked && batch == null;
  }

  /// Bytes that wait because the socket takes none; 0 while it does.
  long waiting() {
    return blocked ? inFlight() + outbox.bytes() : 0;
  }

  /// Bytes on their way that the socket has not taken. From any thread.
  int inFlight() {
    return inFlight.get();
  }

  /// When the socket last took bytes after it had been full: a sign of life, for it had to be told
  /// that the peer took others.
  long lastTaken() {
    return lastTaken;
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
      lastTaken = now;
    }
    return lastProgress;
  }
}
