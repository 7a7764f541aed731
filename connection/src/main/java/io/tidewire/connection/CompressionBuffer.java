package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.tidewire.deflate.MessageDeflater;
import io.tidewire.deflate.MessageDeflater.Flush;
import java.nio.ByteBuffer;

/// Native memory in which the connections of one event loop compress what they send, a frame at a
/// time. Event loop only.
final class CompressionBuffer {
  // Bytes of the buffer, and of the largest message that is compressed without a look at its start.
  private static final int USUAL = 64 << 10;
  private static final int START = 8 << 10;
  // Bytes from which on a message that grows is sent as it is.
  private static final int WASTE = 1024;

  private final ByteBufAllocator allocator;
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  CompressionBuffer(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /// Compresses a fragment of a message.
  ///
  /// @return what is good until the next call
  ByteBuffer deflatePart(MessageDeflater by, ByteBuffer payload, boolean last) {
    clear();
    deflate(by, payload, last ? Flush.MESSAGE : Flush.PART, Integer.MAX_VALUE);
    return compressed();
  }

  /// Compresses a message in one frame as long as that is of use, in no more memory than the
  /// message has itself, or 64 KiB. Of a larger one the first 8 KiB tell whether to go on: images
  /// and the like would be compressed in vain.
  ///
  /// @return what is good until the next call; null when the message is to go as it is. Then all of
  ///   it remains in `payload`, and the deflater has forgotten it, as the peer's window goes
  ///   without it.
  ByteBuffer deflateWhole(MessageDeflater by, ByteBuffer payload) {
    int start = payload.position();
    int end = payload.limit();
    boolean done = false;
    try {
      clear();
      done = deflateWhole(by, payload, payload.remaining());
    } finally {
      if (!done) { // Memory may be full in the midst of it.
        by.reset();
        payload.limit(end).position(start);
      }
    }
    return done ? compressed() : null;
  }

  private boolean deflateWhole(MessageDeflater by, ByteBuffer payload, int size) {
    if (size <= USUAL) {
      // A short message that grows by a few bytes may still be of use, as the window of those that
      // follow.
      return deflate(by, payload, Flush.MESSAGE, Math.max(size, WASTE))
          && (size < WASTE || buffer.writerIndex() < size);
    }
    int end = payload.limit();
    deflate(by, payload.limit(payload.position() + START), Flush.PART, size);
    payload.limit(end);
    return buffer.writerIndex() < START
        && deflate(by, payload, Flush.MESSAGE, size)
        && buffer.writerIndex() < size;
  }

  // Fills the buffer, which grows to the limit at most.
  //
  // @return whether there was room for all
  private boolean deflate(MessageDeflater by, ByteBuffer payload, Flush flush, int limit) {
    while (true) {
      ByteBuffer out = buffer.internalNioBuffer(buffer.writerIndex(), buffer.writableBytes());
      boolean done = by.deflate(payload, out, flush);
      buffer.writerIndex(out.position());
      if (done) {
        return true;
      }
      if (buffer.writerIndex() > limit - MessageDeflater.MIN_ROOM) {
        return false;
      }
      buffer.capacity((int) Math.min(2L * buffer.capacity(), limit));
    }
  }

  private void clear() {
    if (buffer.capacity() == 0) {
      buffer = allocator.directBuffer(USUAL);
    }
    buffer.clear();
  }

  private ByteBuffer compressed() {
    return buffer.internalNioBuffer(0, buffer.writerIndex());
  }

  /// Gives back what a large message has made of the buffer. Not while that message is in use.
  void shrink() {
    if (buffer.capacity() > USUAL) {
      release();
    }
  }

  /// Gives the memory back. It is taken again when needed.
  void release() {
    buffer.release();
    buffer = Unpooled.EMPTY_BUFFER;
  }
}
