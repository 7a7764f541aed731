package io.tidewire.load;

/// What the connections of a run do.
public sealed interface Work {

  /// Each connection keeps this many messages on their way, and sends another for each that comes
  /// back. The server is as busy as it can be; a latency is counted from when a message was sent.
  ///
  /// @param depth 1 to 65,536
  record Pipelined(int depth) implements Work {
    public Pipelined {
      within("the depth", depth, 1, 65_536);
    }
  }

  /// Messages are sent by the clock, whatever comes back. A latency is counted from when the
  /// message was due, so that a server that stalls is not spared those that it holds up
  /// (coordinated omission).
  ///
  /// @param perSecond of all connections together, more than 0 and at most 100 million
  record Paced(double perSecond) implements Work {
    public Paced {
      if (!(perSecond > 0 && perSecond <= 100_000_000)) {
        throw new IllegalArgumentException("a rate is more than 0 and at most 100,000,000");
      }
    }
  }

  /// The first connections send, and every connection gets each message, the senders too. A message
  /// is done when all have it; what is counted are deliveries.
  ///
  /// @param senders 1 or more, and no more than there are connections
  /// @param outstanding how many messages are on their way at a time, of all senders together; 1 to
  ///   65,536
  record Broadcast(int senders, int outstanding) implements Work {
    public Broadcast {
      within("the number of senders", senders, 1, Integer.MAX_VALUE);
      within("the number of outstanding messages", outstanding, 1, 65_536);
    }
  }

  /// The connections are held open and nothing is sent but pongs.
  record Idle() implements Work {}

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + least + " to " + most + ", not " + value);
    }
  }
}
