package io.tidewire.cli;

/// Compares the server's clock with this machine's, by what cannot be otherwise: the server
/// answered a question after it was asked and before the answer came, and sent a message before it
/// arrived. What is left is a span, whose middle is taken.
///
/// Clocks drift apart by some microseconds a second, so this is good for a minute or so.
final class ServerClock {
  // In nanoseconds, by how much the server's clock is ahead.
  private long least = Long.MIN_VALUE;
  private long most = Long.MAX_VALUE;

  /// The server's clock stood at `there` at some moment from `before` to `after`.
  void answered(long before, long there, long after) {
    least = Math.max(least, there - after);
    most = Math.min(most, there - before);
  }

  /// The server's clock stood at `there` at some moment before `here`.
  void sent(long there, long here) {
    least = Math.max(least, there - here);
  }

  /// By how many nanoseconds the server's clock is ahead of this machine's. Wants an answer first.
  long ahead() {
    return least + (most - least) / 2;
  }
}
