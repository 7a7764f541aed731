package io.tidewire.connection;

import io.tidewire.deflate.Budget;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds what the unfinished messages of many connections hold together: the buffers that they are
/// gathered in, and the contexts that restore compressed ones.
final class MemoryBudget implements Budget {
  /// The process's budget: a quarter of the heap's maximum.
  static final MemoryBudget PROCESS = new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  @Override
  public boolean take(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  @Override
  public void give(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
