package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Waiting with a bound: what is to happen happens, or the test fails.
final class Soon {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private Soon() {}

  static <T> T get(Future<T> future) throws InterruptedException, ExecutionException {
    try {
      return future.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came in " + BOUND, e);
    }
  }

  /// Looks again and again, giving way to other threads.
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it only lets the others run
  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as("nanoseconds waited").isLessThan(BOUND.toNanos());
      Thread.yield();
    }
  }

  /// Runs a task on a thread of its own.
  static <T> Started<T> start(Callable<T> task) {
    return new Started<>(task);
  }

  static final class Started<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Thread thread;

    private Started(Callable<T> task) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  result.complete(task.call());
                } catch (Throwable failure) {
                  result.completeExceptionally(failure);
                }
              });
    }

    /// Returns once the task waits for something.
    void awaitBlocked() {
      until(() ->
          thread.getState() == Thread.State.WAITING
              || thread.getState() == Thread.State.TIMED_WAITING
              || result.isDone());
      assertThat(result).as("what should have waited").isNotDone();
    }

    void interrupt() {
      thread.interrupt();
    }

    T get() throws InterruptedException, ExecutionException {
      return Soon.get(result);
    }
  }
}
