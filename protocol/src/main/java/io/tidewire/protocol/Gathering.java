package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// Collects bytes that come in pieces, in one buffer that grows with what has really come: a peer
/// that announces much and sends little pins little.
final class Gathering {
  private static final int FIRST_ROOM = 4096;
  private static final int GROWTH = 16;

  private final Memory memory;

  // Filled up to its position; null while nothing is gathered.
  private ByteBuffer buffer;

  Gathering(Memory memory) {
    this.memory = memory;
  }

  boolean isEmpty() {
    return buffer == null;
  }

  /// Bytes gathered so far.
  int size() {
    return buffer == null ? 0 : buffer.position();
  }

  /// Copies the bytes from index `from` to index `to`. Nothing is taken from memory for no bytes.
  ///
  /// @param whole how many bytes are to be gathered in all, as far as is known
  void add(ByteBuffer in, int from, int to, long whole) throws ProtocolViolation {
    int count = to - from;
    if (count == 0) {
      return;
    }
    int at = size();
    makeRoom(at + count, whole);
    buffer.put(at, in, from, count).position(at + count);
  }

  private void makeRoom(int bytes, long whole) throws ProtocolViolation {
    if (buffer != null && buffer.capacity() >= bytes) {
      return;
    }
    long room = Math.min(whole, Math.max(FIRST_ROOM, (long) GROWTH * bytes));
    ByteBuffer bigger = memory.take((int) room);
    if (bigger == null) {
      throw new ProtocolViolation(
          CloseCode.TRY_AGAIN_LATER, "no memory left for unfinished messages");
    }
    if (buffer != null) {
      bigger.put(buffer.flip());
      memory.give(buffer);
    }
    buffer = bigger;
  }

  /// Hands over the buffer, from position to limit; the taker calls [#giveBack] when done with it.
  ByteBuffer handOver() {
    ByteBuffer gathered = buffer.flip();
    buffer = null;
    return gathered;
  }

  void giveBack(ByteBuffer gathered) {
    memory.give(gathered);
  }

  /// Forgets what is gathered, if anything is.
  void release() {
    if (buffer != null) {
      giveBack(handOver());
    }
  }
}
