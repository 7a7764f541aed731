package io.tidewire.load;

/// When the connections of an event loop send. Everything happens on that loop.
interface Traffic {
  void begin();

  /// So many more messages have come back on a connection.
  void answered(Link link, int count);

  /// The socket has room again.
  default void writable(Link link) {}

  /// How many messages the server should send on this connection, those that it has sent included.
  long expected(Link link);

  static Traffic of(Work work, Lane lane) {
    return switch (work) {
      case Work.Pipelined(int depth) -> new Pipeline(lane, depth);
      case Work.Paced(double perSecond) -> new Pacer(lane, perSecond);
      case Work.Broadcast(int senders, int outstanding) -> new Fanout(lane, senders, outstanding);
      case Work.Idle() -> new Hold();
    };
  }

  /// Sends nothing.
  final class Hold implements Traffic {
    @Override
    public void begin() {}

    @Override
    public void answered(Link link, int count) {}

    @Override
    public long expected(Link link) {
      return 0;
    }
  }
}
