package io.tidewire.deflate;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Native memory through which zlib sees buffers of the heap. Allocated when the first such buffer
/// comes. For one thread at a time.
final class Scratch implements AutoCloseable {
  /// Bytes for each direction.
  static final int SIZE = 16 << 10;

  // Null until needed.
  private MemorySegment memory;
  private boolean closed;

  /// Copies the next `count` bytes of `source`, whose position stays.
  ///
  /// @return the address of the copy
  long copy(ByteBuffer source, int count) {
    MemorySegment in = memory();
    MemorySegment.copy(MemorySegment.ofBuffer(source), 0, in, 0, count);
    return in.address();
  }

  /// The address where zlib writes.
  long out() {
    return memory().address() + SIZE;
  }

  /// Copies the first `count` bytes that zlib has written.
  void copyTo(ByteBuffer target, int count) {
    MemorySegment.copy(memory(), SIZE, MemorySegment.ofBuffer(target), 0, count);
    target.position(target.position() + count);
  }

  /// Allocates now what would else be allocated when needed.
  ///
  /// @throws OutOfMemoryError when there is no memory
  void prepare() {
    memory();
  }

  private MemorySegment memory() {
    if (closed) {
      throw new IllegalStateException("the compression pool is closed");
    }
    if (memory == null) {
      memory = require(NativeMemory.allocate(2L * SIZE));
    }
    return memory;
  }

  static MemorySegment require(MemorySegment allocated) {
    if (allocated == null) {
      throw new OutOfMemoryError("no native memory left for compression");
    }
    return allocated;
  }

  /// Frees the memory; the second time does nothing.
  @Override
  public void close() {
    closed = true;
    if (memory != null) {
      NativeMemory.free(memory);
      memory = null;
    }
  }
}
