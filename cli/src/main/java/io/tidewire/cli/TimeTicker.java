package io.tidewire.cli;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Pushes the time (UTC) to everyone who listens: at once, and then on every full second. One timer
/// serves them all, and none runs while nobody listens.
final class TimeTicker implements WebSocketHandler {
  private final InstantSource clock;
  private final Timer timer;
  private final Set<WebSocket> listeners = ConcurrentHashMap.newKeySet();
  // Whether the timer holds a task of ours; guarded by this.
  private boolean ticking;

  TimeTicker(InstantSource clock, Timer timer) {
    this.clock = clock;
    this.timer = timer;
  }

  static TimeTicker ofSystem() {
    return new TimeTicker(InstantSource.system(), Timer.SYSTEM);
  }

  @Override
  public void onOpen(WebSocket ws) {
    listeners.add(ws);
    ws.send(time());
    start();
  }

  @Override
  public void onClose(WebSocket ws, CloseReason reason) {
    listeners.remove(ws);
  }

  private synchronized void start() {
    if (!ticking) {
      ticking = true;
      schedule();
    }
  }

  private void tick() {
    if (stopped()) {
      return;
    }
    Message time = Message.text(time()).prepared();
    // This thread may block, and so must not wait for one that does not read.
    listeners.forEach(ws -> ws.sendAsync(time));
    schedule();
  }

  private synchronized boolean stopped() {
    ticking = !listeners.isEmpty();
    return !ticking;
  }

  private void schedule() {
    Instant now = clock.instant();
    // At least half a second away, so that a timer that fires a little early does not fire twice.
    Instant next = now.plusMillis(500).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    timer.after(Duration.between(now, next), this::tick);
  }

  private String time() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
