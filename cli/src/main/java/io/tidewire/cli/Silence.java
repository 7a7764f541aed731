package io.tidewire.cli;

import java.time.Duration;

/// How long nothing has happened. While a message is being written to stdout, which may be slow,
/// others may wait behind it: that is no silence. Safe for any thread.
final class Silence {
  // Since when, in System.nanoTime; guarded by this.
  private long start = System.nanoTime();
  // Whether a message is being written; guarded by this.
  private boolean broken;

  /// A message came.
  synchronized void broken() {
    broken = true;
  }

  /// All messages that came have been written.
  synchronized void begins() {
    broken = false;
    startsAnew();
  }

  /// Something else happened.
  synchronized void startsAnew() {
    start = System.nanoTime();
  }

  /// How much is missing until the silence has lasted this long; not positive when it has.
  synchronized Duration left(Duration limit) {
    return broken ? limit : limit.minusNanos(System.nanoTime() - start);
  }
}
