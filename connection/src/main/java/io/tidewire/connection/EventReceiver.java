package io.tidewire.connection;

import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import java.nio.ByteBuffer;

/// Hands each message to the application's handler at once, as a view of the receive buffer. What
/// the handler throws ends this connection and no other.
class EventReceiver implements Receiver {
  private final WebSocketHandler handler;
  private final Connection connection;
  private final Loop loop;

  EventReceiver(WebSocketHandler handler, Connection connection, Loop loop) {
    this.handler = handler;
    this.connection = connection;
    this.loop = loop;
  }

  static EventReceiver of(WebSocketHandler handler, Connection connection, Loop loop) {
    return handler instanceof Relay relay
        ? new RelayReceiver(relay, connection, loop)
        : new EventReceiver(handler, connection, loop);
  }

  @Override
  public boolean takesParts() {
    return false;
  }

  @Override
  public void onOpen() {
    try {
      handler.onOpen(connection);
    } catch (Throwable failure) {
      connection.handlerFailed(failure);
    }
  }

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    LentMessage message = loop.lend(text, payload);
    try {
      handler.onMessage(connection, message);
    } catch (Throwable failure) {
      connection.handlerFailed(failure);
    } finally {
      message.endLoan();
    }
  }

  @Override
  public void onTurnEnd() {
    // Each message was handed on as it came.
  }

  @Override
  public boolean isFull() {
    return false;
  }

  @Override
  public void onClosing() {
    // What comes before the peer's close frame is still delivered.
  }

  @Override
  public void onClosed(CloseReason reason) {
    try {
      handler.onClose(connection, reason);
    } catch (Throwable failure) {
      connection.reportFailure(failure);
    }
  }
}
