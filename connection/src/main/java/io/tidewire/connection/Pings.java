package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.protocol.CloseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Pings that the application sent and that wait for their pongs. Event loop only.
final class Pings {
  private static final long NONE = Long.MIN_VALUE;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private long lastId;
  // When this end's own ping went that has not been answered; NONE without one.
  private long heartbeat = NONE;
  // In nanoseconds; NONE before there was a pong. Read by other threads.
  private volatile long roundTrip = NONE;

  private record Waiting(long id, long sentAt, CompletableFuture<Duration> pong) {}

  /// Notes a ping.
  ///
  /// @return the id for it to carry
  long sent(long now, CompletableFuture<Duration> pong) {
    waiting.add(new Waiting(++lastId, now, pong));
    return lastId;
  }

  /// Notes a ping of this end's own, which carries nothing.
  void heartbeat(long now) {
    heartbeat = now;
  }

  /// A pong came. It answers its ping and all before that: a peer may answer the newest alone (RFC
  /// 6455 §5.5.3).
  ///
  /// @return false when it was not asked for, and changes nothing
  boolean pong(ByteBuffer payload, long now) {
    if (payload.remaining() == 0 && heartbeat != NONE) {
      roundTrip = now - heartbeat;
      heartbeat = NONE;
      return true;
    }
    return payload.remaining() == Long.BYTES && pong(payload.getLong(payload.position()), now);
  }

  private boolean pong(long id, long now) {
    boolean asked = false;
    while (id > 0 && id <= lastId && !waiting.isEmpty() && waiting.peek().id <= id) {
      Waiting answered = waiting.poll();
      roundTrip = now - answered.sentAt;
      answered.pong.complete(Duration.ofNanos(roundTrip));
      asked = true;
    }
    return asked;
  }

  /// The newest time between a ping and its pong. From any thread.
  Optional<Duration> roundTripTime() {
    long nanos = roundTrip;
    return nanos == NONE ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /// No pong will come any more.
  void end(CloseReason reason) {
    for (Waiting ping = waiting.poll(); ping != null; ping = waiting.poll()) {
      ping.pong.completeExceptionally(new ClosedException(reason));
    }
  }
}
