package io.tidewire.benchmarks.soak;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What comes on one connection, event style.
final class Mail implements WebSocketHandler {
  // Empty stands for the end.
  private final BlockingQueue<Optional<Message>> arrived = new LinkedBlockingQueue<>();

  @Override
  public void onMessage(WebSocket ws, Message message) {
    arrived.add(Optional.of(message.copy()));
  }

  @Override
  public void onClose(WebSocket ws, CloseReason reason) {
    arrived.add(Optional.empty());
  }

  /// Waits for the next message of `ws`.
  Message next(WebSocket ws) throws InterruptedException {
    return arrived.take().orElseThrow(() -> new ClosedException(ws.closed().join()));
  }

  /// What has come and was not taken yet; empty when that is nothing, and at the end.
  Optional<Message> poll() {
    Optional<Message> message = arrived.poll();
    return message == null ? Optional.empty() : message;
  }
}
