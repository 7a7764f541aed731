package io.tidewire.client;

import java.time.Duration;

/// A point in time by which something has to be done.
///
/// @param allowed how long it was away at the start
/// @param at in the time of `System.nanoTime()`
record Deadline(Duration allowed, long at) {
  static Deadline in(Duration allowed) {
    return new Deadline(allowed, System.nanoTime() + allowed.toNanos());
  }

  /// How long it is still away; not negative.
  long nanosLeft() {
    return Math.max(0, at - System.nanoTime());
  }

  /// How long was allowed, for a message.
  @Override
  public String toString() {
    return Words.duration(allowed);
  }
}
