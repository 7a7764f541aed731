package io.tidewire.load;

/// Sends messages that every connection gets, and the next ones when all have got those before.
/// Deliveries are counted by their place in each connection's row, which with several senders need
/// not be the same message for all.
final class Fanout implements Traffic {
  private final Lane lane;
  private final int senders;
  private final int outstanding;
  private final SendTimes times;
  // How many connections have got the message of this number, by its remainder.
  private final int[] delivered;
  private long sent;
  private int nextSender;

  Fanout(Lane lane, int senders, int outstanding) {
    this.lane = lane;
    this.senders = senders;
    this.outstanding = outstanding;
    this.times = new SendTimes(outstanding);
    this.delivered = new int[outstanding];
  }

  @Override
  public void begin() {
    send(outstanding);
  }

  private void send(int count) {
    times.sent(sent, count, System.nanoTime());
    sent += count;
    int each = count / senders;
    int more = count % senders;
    for (int i = 0; i < Math.min(senders, count); i++) {
      lane.links().get(nextSender).send(each + (i < more ? 1 : 0));
      nextSender = (nextSender + 1) % senders;
    }
  }

  @Override
  public void answered(Link link, int count) {
    long first = link.received() - count;
    times.answered(first, count, System.nanoTime(), lane.tally());
    int done = 0;
    for (long number = first; number < link.received(); number++) {
      done += deliver((int) (number % outstanding));
    }
    if (done > 0) {
      send(done);
    }
  }

  /// @return how many messages all connections now have: 1 or 0
  private int deliver(int index) {
    if (++delivered[index] < lane.allConnections()) {
      return 0;
    }
    delivered[index] = 0;
    return 1;
  }

  @Override
  public long expected(Link link) {
    return sent;
  }
}
