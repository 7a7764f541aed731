package io.tidewire.conformance;

import java.time.Duration;

/// A moment until which to wait.
///
/// @param nanos of [System#nanoTime]
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /// The time left in nanoseconds, at least 0.
  long left() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /// The time left in milliseconds as sockets take it, at least 1, since 0 means for ever there.
  int leftMillis() {
    return Math.clamp(left() / 1_000_000, 1, Integer.MAX_VALUE);
  }

  boolean passed() {
    return left() == 0;
  }

  /// This, or in so long if that is sooner.
  Deadline orIn(Duration time) {
    return new Deadline(System.nanoTime() + Math.min(left(), time.toNanos()));
  }
}
