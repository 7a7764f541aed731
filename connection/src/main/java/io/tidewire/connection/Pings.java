package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.protocol.CloseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/// Pings that the application sent and that wait for their pongs. Event loop only.
final class Pings {
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private long lastId;

  private record Waiting(long id, long sentAt, CompletableFuture<Duration> pong) {}

  /// Notes a ping.
  ///
  /// @return the id for it to carry
  long sent(long now, CompletableFuture<Duration> pong) {
    waiting.add(new Waiting(++lastId, now, pong));
    return lastId;
  }

  /// A pong came. It answers its ping and all before that: a peer may answer the newest alone (RFC
  /// 6455 §5.5.3). One that was not asked for changes nothing.
  void pong(ByteBuffer payload, long now) {
    if (payload.remaining() != Long.BYTES) {
      return;
    }
    long id = payload.getLong(payload.position());
    while (id > 0 && id <= lastId && !waiting.isEmpty() && waiting.peek().id <= id) {
      Waiting answered = waiting.poll();
      answered.pong.complete(Duration.ofNanos(now - answered.sentAt));
    }
  }

  /// No pong will come any more.
  void end(CloseReason reason) {
    for (Waiting ping = waiting.poll(); ping != null; ping = waiting.poll()) {
      ping.pong.completeExceptionally(new ClosedException(reason));
    }
  }
}
