package io.tidewire.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs a task once, later.
interface Timer {
  /// On threads that belong to the process. A task must not block for long.
  Timer SYSTEM =
      (delay, task) ->
          CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(task);

  void after(Duration delay, Runnable task);
}
