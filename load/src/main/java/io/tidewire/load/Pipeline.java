package io.tidewire.load;

/// Keeps a number of messages on their way on each connection.
final class Pipeline implements Traffic {
  private final Lane lane;
  private final int depth;

  Pipeline(Lane lane, int depth) {
    this.lane = lane;
    this.depth = depth;
  }

  @Override
  public void begin() {
    for (Link link : lane.links()) {
      link.sendTimes(new SendTimes(depth));
      send(link, depth, System.nanoTime());
    }
  }

  @Override
  public void answered(Link link, int count) {
    long now = System.nanoTime();
    link.sendTimes().answered(link.received() - count, count, now, lane.tally());
    send(link, count, now);
  }

  private static void send(Link link, int count, long now) {
    link.sendTimes().sent(link.sent(), count, now);
    link.send(count);
  }

  @Override
  public long expected(Link link) {
    return link.sent();
  }
}
