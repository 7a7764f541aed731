package io.tidewire.connection;

import io.tidewire.SlowPeer;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;

/// Notices when a peer takes what is sent too slowly, and tells the application once each time.
/// Times are the loop's clock in nanoseconds. Event loop only.
final class Slowness {
  private final Connection connection;
  private final FrameWriter writer;
  private final Outbox outbox;
  private final WebSocketOptions options;
  // What waited at the last look at an empty mark has gone once the outbox has parted with so many.
  private long mark;
  private long markedAt;
  // Whether the application knows that it is slow.
  private boolean slow;

  Slowness(Connection connection, FrameWriter writer, WebSocketOptions options, long now) {
    this.connection = connection;
    this.writer = writer;
    this.options = options;
    outbox = connection.outbox();
    markedAt = now;
  }

  void check(long now) {
    if (!slow && writer.isIdle() && outbox.isClear()) {
      markedAt = now;
      return;
    }
    long age = age(now);
    long waiting = writer.waiting();
    boolean old = age >= options.slowAfter().toNanos();
    if (!slow && waiting > options.highWater()) {
      tell(SlowPeer.Kind.HIGH_WATER, age, "more than the high-water mark waits for the peer");
    } else if (!slow && old) {
      tell(SlowPeer.Kind.OLD_QUEUE, age, "the peer has not taken what has long waited for it");
    } else if (slow && !old && waiting <= options.lowWater()) {
      tell(SlowPeer.Kind.RECOVERED, age, "the peer has caught up");
    }
  }

  // How long the oldest has waited at least, be it in the queue or in the socket's hands.
  private long age(long now) {
    if (outbox.parted() >= mark) {
      mark = outbox.parted() + outbox.size();
      markedAt = now;
    }
    return Math.max(now - markedAt, now - writer.stalledSince(now));
  }

  /// The connection has closed.
  void closed(CloseReason reason, long now) {
    if (slow || outbox.hasOverflowed()) {
      tell(SlowPeer.Kind.CLOSED, age(now), reason.explanation());
    }
  }

  private void tell(SlowPeer.Kind kind, long age, String explanation) {
    slow = kind == SlowPeer.Kind.HIGH_WATER || kind == SlowPeer.Kind.OLD_QUEUE;
    SlowPeer what =
        new SlowPeer(kind, connection.queuedBytes(), Duration.ofNanos(age), explanation);
    try {
      options.slowHook().accept(connection, what);
    } catch (Throwable failure) {
      connection.reportFailure(failure);
    }
  }
}
