package io.tidewire.connection;

import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.EngineListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Pings and pongs, in both directions: those that this end sends with the time until they are
/// answered, and how many the peer may send. Event loop only, but for what says otherwise.
final class ControlFrames {
  // A limit a second is counted over so many seconds, so that a burst is no flood.
  private static final int SECONDS = 10;
  private static final long NANOS = 1_000_000_000;

  private final Engine engine;
  private final EngineListener listener;
  private final Connection connection;
  private final Loop loop;
  private final Pings pings = new Pings();
  // A second; zero for no limit.
  private final int limit;
  // How many the peer may send just now, times NANOS; and since when.
  private long budget;
  private long since;

  ControlFrames(
      Engine engine, EngineListener listener, Connection connection, Loop loop, int limit) {
    this.engine = engine;
    this.listener = listener;
    this.connection = connection;
    this.loop = loop;
    this.limit = limit;
    budget = most();
    since = loop.now();
  }

  private long most() {
    return limit * (SECONDS * NANOS);
  }

  // ---- this end's

  /// Sends a ping that the application asked for.
  void ping(CompletableFuture<Duration> pong) {
    if (engine.isClosed()) {
      pong.completeExceptionally(connection.outbox().closedException());
      return;
    }
    long id = pings.sent(loop.exactNow(), pong);
    engine.ping(ByteBuffer.allocate(Long.BYTES).putLong(0, id), listener);
  }

  /// Sends a ping of this end's own.
  void heartbeat() {
    pings.heartbeat(loop.exactNow());
    engine.ping(ByteBuffer.allocate(0), listener);
  }

  /// No pong will come any more.
  void end(CloseReason reason) {
    pings.end(reason);
  }

  /// The newest time between a ping and its pong. From any thread.
  Optional<Duration> roundTripTime() {
    return pings.roundTripTime();
  }

  // ---- the peer's

  void pong(ByteBuffer payload) {
    if (!pings.pong(payload, loop.exactNow())) {
      count();
    }
  }

  /// A ping has come, or a pong that nobody asked for.
  void count() {
    if (limit == 0) {
      return;
    }
    long now = loop.now();
    budget = Math.min(most(), budget + (now - since) * limit);
    since = now;
    if (budget < NANOS) {
      String text = "more than " + limit + " pings and pongs a second";
      connection.ending.because(Bound.CONTROL_FRAMES);
      engine.fail(CloseCode.POLICY, text, "the peer sent " + text, listener);
    } else {
      budget -= NANOS;
    }
  }
}
