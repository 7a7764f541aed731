package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A queue from the threads of a library to the thread of a test.
final class Events<T> {
  /// How long a test waits for what has to happen before it fails. Nothing here takes that long.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

  void add(T event) {
    queue.add(event);
  }

  /// Waits for the next one, and fails when none comes.
  T next() {
    T event = poll();
    assertThat(event).as("what comes within %s", PATIENCE).isNotNull();
    return event;
  }

  /// Looks again and again, giving way to other threads.
  @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it only lets the others run
  static void until(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(PATIENCE.toNanos());
      Thread.yield();
    }
  }

  /// How many have come that nobody took.
  int count() {
    return queue.size();
  }

  private T poll() {
    try {
      return queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
