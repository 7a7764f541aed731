package io.tidewire.load;

/// When the messages that are on their way were sent, in nanoseconds of [System#nanoTime].
final class SendTimes {
  private final long[] times;

  /// @param most how many messages are on their way at most
  SendTimes(int most) {
    times = new long[Integer.highestOneBit(2 * most - 1)];
  }

  void sent(long first, int count, long now) {
    for (int i = 0; i < count; i++) {
      times[index(first + i)] = now;
    }
  }

  /// Records how long these took; those that were sent together at once.
  void answered(long first, int count, long now, Tally tally) {
    int i = 0;
    while (i < count) {
      long sent = times[index(first + i)];
      int alike = 1;
      while (i + alike < count && times[index(first + i + alike)] == sent) {
        alike++;
      }
      tally.record(now - sent, alike);
      i += alike;
    }
  }

  private int index(long number) {
    return (int) number & (times.length - 1);
  }
}
