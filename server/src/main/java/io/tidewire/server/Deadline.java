package io.tidewire.server;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One deadline at a time, that moves. Event loop only.
final class Deadline {
  private final Runnable expired;
  private EventExecutor loop;
  // Null before the first.
  private Future<?> due;

  Deadline(Runnable expired) {
    this.expired = expired;
  }

  void on(EventExecutor loop) {
    this.loop = loop;
  }

  /// Takes the place of the one before.
  void in(Duration time) {
    cancel();
    due = loop.schedule(expired, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  void cancel() {
    if (due != null) {
      due.cancel(false);
    }
  }

  /// Cancels this one, unless another has taken its place.
  Runnable canceller() {
    Future<?> current = due;
    return () -> current.cancel(false);
  }
}
