package io.tidewire.server;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// How often each of many may do something: so many at once, and so many in each second. Safe for
/// any thread.
///
/// Its memory is fixed, however many come: who falls into the same one of the slots is counted as
/// one. Which those are depends on chance, so that nobody can choose to share a slot with another
/// and use it up.
final class Rates {
  private static final long SECOND = 1_000_000_000;

  // When a slot has made good all that it was given, in nanoseconds of the clock: each event moves
  // that on by an interval, and it may lie a second ahead (the generic cell rate algorithm).
  private final AtomicLongArray due;
  private final long interval;
  private final LongSupplier clock;
  private final long start;
  private final long secret;

  /// @param slots a power of two
  /// @param clock nanoseconds since any moment
  Rates(int slots, int perSecond, LongSupplier clock, RandomGenerator random) {
    this.due = new AtomicLongArray(slots);
    this.interval = SECOND / perSecond;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.secret = random.nextLong();
  }

  /// Counts one more event.
  ///
  /// @return false when it is one too many, and is not counted
  boolean take(long who) {
    long now = clock.getAsLong() - start;
    int slot = slot(who);
    while (true) {
      long before = due.get(slot);
      long after = Math.max(before, now) + interval;
      if (after > now + SECOND) {
        return false;
      }
      if (due.compareAndSet(slot, before, after)) {
        return true;
      }
    }
  }

  private int slot(long who) {
    long mixed = (who ^ secret) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 40) & due.length() - 1;
  }
}
