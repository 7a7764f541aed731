package io.tidewire.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long nothing has happened. While a message is being written to stdout, which may be slow,
/// others may wait behind it: that is no silence. Safe for any thread.
final class Silence {
  private final LongSupplier nanoTime;
  // Since when; guarded by this.
  private long start;
  // Whether a message is being written; guarded by this.
  private boolean broken;

  /// @param nanoTime as [System#nanoTime]
  Silence(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

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
    start = nanoTime.getAsLong();
  }

  /// How much is missing until the silence has lasted this long; not positive when it has.
  synchronized Duration left(Duration limit) {
    return broken ? limit : limit.minusNanos(nanoTime.getAsLong() - start);
  }
}
