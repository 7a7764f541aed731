package io.tidewire.client;

import io.netty.util.concurrent.Future;
import io.tidewire.connection.EventLoops;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Time, as what waits for it needs it.
interface Timer {
  /// The time in nanoseconds since any moment.
  long nanoTime();

  /// Runs a task that does not block after this delay.
  ///
  /// @return cancels it
  Runnable after(Duration delay, Runnable task);

  static Timer of(EventLoops loops) {
    return new Timer() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public Runnable after(Duration delay, Runnable task) {
        Future<?> scheduled =
            loops.group().next().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
      }
    };
  }
}
