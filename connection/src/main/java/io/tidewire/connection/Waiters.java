package io.tidewire.connection;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A lock, and the threads that wait under it for something to change. Not a monitor, which would
/// cost a virtual thread the detour by way of a helper thread at each wake-up.
final class Waiters {
  /// Nanoseconds that do not end.
  static final long FOREVER = Long.MAX_VALUE;

  private final Wakeups wakeups;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // How many virtual threads wait. Guarded by the lock.
  private int virtual;

  Waiters(Wakeups wakeups) {
    this.wakeups = wakeups;
  }

  void locked(Runnable action) {
    locked(() -> {
      action.run();
      return null;
    });
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until it is `ready`, or so many nanoseconds have passed. Under the lock.
  ///
  /// @return the nanoseconds left
  /// @throws java.util.concurrent.CancellationException when interrupted; the flag is set
  long await(BooleanSupplier ready, long nanos) {
    int one = Thread.currentThread().isVirtual() ? 1 : 0;
    long left = nanos;
    virtual += one;
    try {
      while (!ready.getAsBoolean() && left > 0) {
        if (left == FOREVER) {
          changed.await();
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return left;
    } catch (InterruptedException e) {
      throw Interrupted.whileDoing("waiting", e);
    } finally {
      virtual -= one;
    }
  }

  /// Wakes all. Under the lock.
  void wake() {
    changed.signalAll();
  }

  /// Wakes all, virtual threads at the end of the event loop's turn. Under the lock, on the event
  /// loop.
  void wakeInTurn() {
    if (virtual > 0) {
      wakeups.add(this);
    } else {
      wake();
    }
  }
}
