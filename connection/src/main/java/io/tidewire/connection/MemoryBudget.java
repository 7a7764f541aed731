package io.tidewire.connection;

import java.util.concurrent.atomic.AtomicLong;

/// Bounds what the unfinished messages of many connections hold together.
final class MemoryBudget {
  /// The process's budget: a quarter of the heap's maximum.
  static final MemoryBudget PROCESS = new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  /// Takes `bytes` of the budget, or nothing and says false.
  boolean take(int bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void give(int bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
