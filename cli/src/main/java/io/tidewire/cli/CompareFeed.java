package io.tidewire.cli;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Sends each visitor messages as its query asks: one at once, and when it is told to start,
/// `count` of them at an even `rate` a second. Then it falls silent. So nothing but these messages
/// lies between two readings of the server's figures, one that starts the feed and one at the end.
///
/// A message is `bytes` of ASCII: when it was sent, in nanoseconds of the server's clock, a space,
/// and dots, which JSON has no need to escape. It goes uncompressed, for dots would vanish.
final class CompareFeed implements WebSocketHandler {
  private final LongSupplier nanoTime;
  private final Timer timer;
  // By the visitor's name for it; until it is started, or the visitor goes.
  private final ConcurrentMap<String, Flow> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger active = new AtomicInteger();

  CompareFeed(LongSupplier nanoTime, Timer timer) {
    this.nanoTime = nanoTime;
    this.timer = timer;
  }

  /// How many visitors have messages coming.
  int active() {
    return active.get();
  }

  @Override
  public void onOpen(WebSocket ws) {
    try {
      Flow flow = new Flow(ws, FeedRequest.of(ws.request()));
      if (waiting.putIfAbsent(flow.request.id(), flow) != null) {
        throw new IllegalArgumentException("another feed has this id");
      }
      flow.send();
    } catch (IllegalArgumentException e) {
      ws.close(CloseCode.POLICY, e.getMessage());
    }
  }

  @Override
  public void onClose(WebSocket ws, CloseReason reason) {
    ws.request()
        .queryParameter("id")
        .ifPresent(
            id -> waiting.computeIfPresent(id, (_, flow) -> flow.ws.equals(ws) ? null : flow));
  }

  /// Starts the feed of this id, if it waits.
  void start(String id) {
    Flow flow = waiting.remove(id);
    if (flow != null) {
      active.incrementAndGet();
      flow.start = nanoTime.getAsLong();
      flow.schedule();
    }
  }

  /// The messages to one visitor. One thread at a time.
  private final class Flow {
    private final WebSocket ws;
    private final FeedRequest request;
    private final String dots;
    private long start;
    // Since the start.
    private int sent;

    Flow(WebSocket ws, FeedRequest request) {
      this.ws = ws;
      this.request = request;
      dots = ".".repeat(request.plan().bytes());
    }

    // Never waits: what a visitor does not take in time is the overflow policy's.
    void send() {
      String stamp = nanoTime.getAsLong() + " ";
      String text = stamp + dots.substring(stamp.length());
      ws.sendAsync(Message.text(text).uncompressed());
    }

    void schedule() {
      timer.after(Duration.ofNanos(Math.max(0, due() - nanoTime.getAsLong())), this::tick);
    }

    // Counted from the start, so that a timer that is late loses nothing.
    private long due() {
      return start + request.plan().time(sent + 1).toNanos();
    }

    private boolean goesOn() {
      return ws.isOpen() && sent < request.plan().count();
    }

    private void tick() {
      while (goesOn() && due() <= nanoTime.getAsLong()) {
        sent++;
        if (sent == request.plan().count()) {
          active.decrementAndGet(); // before the visitor can know that it was the last
        }
        send();
      }
      if (goesOn()) {
        schedule();
      } else if (sent < request.plan().count()) {
        active.decrementAndGet(); // The visitor has gone.
      }
    }
  }
}
