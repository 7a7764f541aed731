package io.tidewire.cli;

import io.tidewire.WebSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits while a connection is open.
final class Waiting {
  private Waiting() {}

  /// Waits until the connection has closed, at most this long.
  ///
  /// @return whether it has
  static boolean closesWithin(WebSocket ws, Duration time) {
    return ws.closed()
        .thenApply(_ -> true)
        .completeOnTimeout(false, time.toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  /// Runs a task at once and then again and again until the connection has closed, on a thread of
  /// its own.
  static void repeat(WebSocket ws, Duration every, Runnable task) {
    Thread.ofVirtual()
        .start(() -> {
          do {
            task.run();
          } while (!closesWithin(ws, every));
        });
  }
}
