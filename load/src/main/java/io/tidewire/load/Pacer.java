package io.tidewire.load;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Sends by the clock, each connection in its turn.
///
/// The messages of the loop are due one period after the other, so the time at which each was due
/// follows from its number, and nothing has to be kept for those that are on their way, however
/// many a slow server lets pile up. What a socket does not take is owed to it, and its latency
/// grows meanwhile.
final class Pacer implements Traffic {
  /// Timers are no finer; what has become due meanwhile goes together.
  private static final long SHORTEST_NAP = TimeUnit.MICROSECONDS.toNanos(20);

  private final Lane lane;
  private final double periodNanos;
  private long start;
  // How many messages have become due.
  private long due;

  Pacer(Lane lane, double perSecond) {
    this.lane = lane;
    this.periodNanos =
        TimeUnit.SECONDS.toNanos(1) / (perSecond * lane.links().size() / lane.allConnections());
  }

  @Override
  public void begin() {
    start = System.nanoTime();
    sendDue();
  }

  private void sendDue() {
    if (lane.isOver()) {
      return;
    }
    long dueNow = (long) ((System.nanoTime() - start) / periodNanos) + 1;
    int connections = lane.links().size();
    while (due < dueNow) {
      Link link = lane.links().get((int) (due++ % connections));
      link.owe();
      send(link);
    }
    long wait = dueAt(due) - System.nanoTime();
    ScheduledFuture<?> _ =
        lane.loop().schedule(this::sendDue, Math.max(wait, SHORTEST_NAP), TimeUnit.NANOSECONDS);
  }

  private void send(Link link) {
    while (link.owed() > 0 && link.isWritable()) {
      link.send(1);
    }
  }

  private long dueAt(long number) {
    return start + (long) (number * periodNanos);
  }

  @Override
  public void answered(Link link, int count) {
    long now = System.nanoTime();
    int connections = lane.links().size();
    for (long number = link.received() - count; number < link.received(); number++) {
      lane.tally().record(now - dueAt(number * connections + link.place()), 1);
    }
  }

  @Override
  public void writable(Link link) {
    send(link);
  }

  @Override
  public long expected(Link link) {
    return link.sent() + link.owed();
  }
}
