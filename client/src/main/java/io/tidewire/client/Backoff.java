package io.tidewire.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before an attempt: full jitter, so that those who lost the same server come
/// back evenly, and no two of them together again and again.
record Backoff(ReconnectOptions options, RandomGenerator random) {
  // Enough for the first nanosecond to become longer than any bound.
  private static final int MOST_DOUBLINGS = 62;

  /// @param inRow the attempts since the connection was last steady, this one included
  /// @param hint how long the server said to wait at least
  Duration before(int inRow, Duration hint) {
    Duration ordered = hint.compareTo(options.maxHint()) < 0 ? hint : options.maxHint();
    return ordered.plusNanos(random.nextLong(bound(inRow) + 1));
  }

  private long bound(int inRow) {
    long first = options.firstDelay().toNanos();
    long max = options.maxDelay().toNanos();
    int doublings = Math.min(inRow - 1, MOST_DOUBLINGS);
    return first > max >> doublings ? max : first << doublings;
  }
}
