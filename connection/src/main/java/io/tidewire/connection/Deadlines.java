package io.tidewire.connection;

import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;

/// What one connection's peer must do in time: show life, take what is sent, and do its part of the
/// closing. Times are the loop's clock in nanoseconds. Event loop only.
final class Deadlines {
  private static final long NEVER = Long.MAX_VALUE;

  private final ConnectionHandler connection;
  private final Ending ending;
  private final FrameWriter writer;
  private final WebSocketOptions options;
  private final Loop loop;
  private final Slowness slowness;
  private long lastHeard;
  private long lastPing;
  // When the closing is over, whatever the peer does; NEVER while it has nothing to do.
  private long closing = NEVER;

  Deadlines(
      ConnectionHandler connection,
      Connection user,
      FrameWriter writer,
      WebSocketOptions options,
      Loop loop) {
    this.connection = connection;
    this.ending = user.ending;
    this.writer = writer;
    this.options = options;
    this.loop = loop;
    lastHeard = loop.now();
    lastPing = lastHeard;
    slowness = new Slowness(user, writer, options, lastHeard);
  }

  /// Bytes came, or the socket was not read for this end's own reasons.
  void heard() {
    lastHeard = loop.now();
  }

  /// The socket has our close frame: the peer is to answer it.
  void awaitCloseFrame() {
    if (closing == NEVER) {
      startClosing();
    }
  }

  /// The connection has closed: the peer is to close TCP.
  void awaitEnd(CloseReason reason) {
    startClosing();
    slowness.closed(reason, loop.now());
  }

  private void startClosing() {
    closing = loop.now() + options.closeTimeout().toNanos();
  }

  /// Sees whether one has passed.
  void check() {
    long now = loop.now();
    if (closing != NEVER && now - closing >= 0) {
      String time = plain(options.closeTimeout());
      cut(Bound.CLOSE_TIMEOUT, "the peer did not answer the close frame in " + time);
    } else if (now - writer.stalledSince(now) >= options.writeTimeout().toNanos()) {
      String time = plain(options.writeTimeout());
      cut(Bound.WRITE_TIMEOUT, "the peer took no byte in " + time + ", although some waited");
    } else if (connection.isListening()) {
      checkLife(now);
    }
    if (closing == NEVER) {
      slowness.check(now);
    }
  }

  private void checkLife(long now) {
    // A peer that takes bytes lives, though its pongs may be long in coming behind them.
    long silent = now - Math.max(lastHeard, writer.lastTaken());
    long dead = options.deadAfter().toNanos();
    long ping = options.pingAfter().toNanos();
    if (dead > 0 && silent >= dead) {
      cut(Bound.SILENCE, "nothing came from the peer in " + plain(options.deadAfter()));
    } else if (ping > 0 && silent >= ping && now - lastPing >= ping) {
      lastPing = now;
      connection.heartbeat();
    }
  }

  private void cut(Bound bound, String explanation) {
    ending.because(bound);
    connection.cut(explanation);
  }

  private static String plain(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
