package io.tidewire.cli;

import java.time.Duration;

/// The messages of a feed.
///
/// @param rate messages a second
/// @param bytes of a message
/// @param count how many messages, the first one aside
record FeedPlan(int rate, int bytes, int count) {
  private static final int MAX_RATE = 1_000;
  // A time in nanoseconds and a space, whatever the machine's clock says.
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64 << 10;
  // A minute at the highest rate.
  private static final int MAX_COUNT = 60_000;

  /// @throws IllegalArgumentException when one is too small or too large
  FeedPlan {
    check("rate", rate, 1, MAX_RATE);
    check("bytes", bytes, MIN_BYTES, MAX_BYTES);
    check("count", count, 1, MAX_COUNT);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " has to be a number from " + least + " to " + most);
    }
  }

  /// How long so many messages take.
  Duration time(int messages) {
    return Duration.ofNanos(1_000_000_000L * messages / rate);
  }

  /// How long all take.
  Duration time() {
    return time(count);
  }
}
