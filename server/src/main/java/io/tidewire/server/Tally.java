package io.tidewire.server;

import io.tidewire.connection.Bound;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a server does, for [ServerFigures]. Safe for any thread.
final class Tally {
  final LongAdder accepted = new LongAdder();
  final LongAdder full = new LongAdder();
  final LongAdder crowded = new LongAdder();
  final LongAdder hurried = new LongAdder();
  final LongAdder unanswered = new LongAdder();
  final LongAdder late = new LongAdder();
  final LongAdder badProxyHeaders = new LongAdder();
  final LongAdder opened = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder acceptFailures = new LongAdder();
  final LongAdder bytesRead = new LongAdder();
  final LongAdder bytesWritten = new LongAdder();
  private final Map<Bound, LongAdder> ended = new EnumMap<>(Bound.class);

  Tally() {
    for (Bound bound : Bound.values()) {
      ended.put(bound, new LongAdder());
    }
  }

  /// A WebSocket has closed because its peer went over this.
  void ended(Bound bound) {
    ended.get(bound).increment();
  }

  ServerFigures figures(int connections, int webSockets) {
    return new ServerFigures(
        connections,
        webSockets,
        accepted.sum(),
        full.sum(),
        crowded.sum(),
        hurried.sum(),
        unanswered.sum(),
        late.sum(),
        badProxyHeaders.sum(),
        opened.sum(),
        refused.sum(),
        acceptFailures.sum(),
        ended(),
        bytesRead.sum(),
        bytesWritten.sum());
  }

  private ServerFigures.Ended ended() {
    return new ServerFigures.Ended(
        sum(Bound.CONTROL_FRAMES),
        sum(Bound.SIZE),
        sum(Bound.MEMORY),
        sum(Bound.QUEUE),
        sum(Bound.WRITE_TIMEOUT),
        sum(Bound.SILENCE),
        sum(Bound.CLOSE_TIMEOUT));
  }

  private long sum(Bound bound) {
    return ended.get(bound).sum();
  }
}
