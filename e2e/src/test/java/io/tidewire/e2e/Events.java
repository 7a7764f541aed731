package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A queue from the threads of a library to the thread of a test.
final class Events<T> {
  /// How long a test waits for what has to happen before it fails. Nothing here takes that long.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

  void add(T event) {
    queue.add(event);
  }

  T next() throws InterruptedException {
    T event = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(event).as("what comes within %s", PATIENCE).isNotNull();
    return event;
  }
}
