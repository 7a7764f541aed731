package io.tidewire.load;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Sends by the clock. What a socket does not take is owed to it, and its latency grows meanwhile.
final class Pacer implements Traffic {
  /// Timers are no finer; what has become due meanwhile goes together.
  private static final long SHORTEST_NAP = TimeUnit.MICROSECONDS.toNanos(20);

  private final Lane lane;
  private final double periodNanos;
  private Schedule schedule;
  // How many messages have become due.
  private long due;

  Pacer(Lane lane, double perSecond) {
    this.lane = lane;
    double ofLane = perSecond * lane.links().size() / lane.allConnections();
    this.periodNanos = TimeUnit.SECONDS.toNanos(1) / ofLane;
  }

  @Override
  public void begin() {
    schedule = new Schedule(System.nanoTime(), periodNanos, lane.links().size());
    sendDue();
  }

  private void sendDue() {
    if (lane.isOver()) {
      return;
    }
    long dueNow = schedule.dueBy(System.nanoTime());
    for (; due < dueNow; due++) {
      Link link = lane.links().get((int) (due % schedule.connections()));
      link.owe();
      send(link);
    }
    long nap = Math.max(schedule.at(due) - System.nanoTime(), SHORTEST_NAP);
    ScheduledFuture<?> _ = lane.loop().schedule(this::sendDue, nap, TimeUnit.NANOSECONDS);
  }

  private static void send(Link link) {
    while (link.owed() > 0 && link.isWritable()) {
      link.send(1);
    }
  }

  @Override
  public void answered(Link link, int count) {
    long now = System.nanoTime();
    for (long number = link.received() - count; number < link.received(); number++) {
      lane.tally().record(now - schedule.at(link.place(), number), 1);
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
