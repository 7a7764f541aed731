package io.tidewire.server;

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
        bytesRead.sum(),
        bytesWritten.sum());
  }
}
