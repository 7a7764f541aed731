package io.tidewire.deflate;

import java.util.concurrent.atomic.AtomicLong;

/// What compression holds outside the heap, in the whole process.
final class CompressionMemory {
  /// The bytes that all contexts hold now.
  static final AtomicLong NATIVE = new AtomicLong();

  /// The bytes promised to connections, whether their contexts exist yet or not.
  private static final AtomicLong RESERVED = new AtomicLong();

  private CompressionMemory() {}

  /// Promises `bytes`, or nothing and says false where more than `budget` would be promised.
  static boolean reserve(long bytes, long budget) {
    if (RESERVED.addAndGet(bytes) <= budget) {
      return true;
    }
    giveBack(bytes);
    return false;
  }

  static void giveBack(long bytes) {
    RESERVED.addAndGet(-bytes);
  }

  /// The promises as a budget of `limit` bytes.
  static Budget budget(long limit) {
    return new Budget() {
      @Override
      public boolean take(long bytes) {
        return reserve(bytes, limit);
      }

      @Override
      public void give(long bytes) {
        giveBack(bytes);
      }
    };
  }

  static long reserved() {
    return RESERVED.get();
  }
}
