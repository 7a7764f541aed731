package io.tidewire.fallback;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.connection.Agreed;
import io.tidewire.connection.Connections;
import io.tidewire.connection.Relay;
import io.tidewire.connection.Wire;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Limits;
import io.tidewire.server.Opening;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A WebSocket whose messages are SockJS's frames: the one visit of its session, in which messages
/// come too.
final class SocketVisit implements Visit, Relay {
  private final Session session;
  private final CompletableFuture<CloseReason> over = new CompletableFuture<>();
  // From onOpen on.
  private WebSocket socket;

  private SocketVisit(Session session) {
    this.session = session;
  }

  /// Opens the route's connection in the frames of a WebSocket.
  static WebSocket open(Wire wire, Agreed agreed, Opening route, FallbackOptions options) {
    Owner owner = Owner.of(agreed.request());
    Session session =
        new Session(owner, false, Style.WEBSOCKET, options, Optional.empty(), wire.loop());
    WebSocket opened = route.open(session, agreed);
    Connections.open(wire, roomy(agreed, options.maxBody()), new SocketVisit(session));
    return opened;
  }

  // In JSON a message is longer than it is, and several come together.
  private static Agreed roomy(Agreed agreed, long length) {
    Limits limits = agreed.options().limits();
    long room = Math.max(limits.maxMessage(), length);
    return new Agreed(
        agreed.role(),
        agreed.options().withLimits(new Limits(room, room, limits.maxFragments())),
        agreed.request(),
        agreed.responseHeaders(),
        agreed.subprotocol(),
        agreed.attributes(),
        agreed.deflate());
  }

  // ---- what comes

  @Override
  public void onOpen(WebSocket ws) {
    socket = ws;
    session.attach(this, OptionalLong.empty());
  }

  @Override
  public void onMessage(WebSocket ws, Message message) {
    if (message.size() == 0) {
      return; // the protocol: to be ignored
    }
    Optional<Payload> messages =
        message.isText() ? Payload.parse(message.bytes(), false) : Optional.empty();
    if (messages.isPresent()) {
      session.receive(
          messages.get(), OptionalLong.empty(), _ -> Connections.readingMayGoOn(socket));
    } else {
      session.fail(CloseCode.INVALID_DATA, "what came is not SockJS: a JSON array of strings");
    }
  }

  @Override
  public boolean isFull() {
    return session.isBusy();
  }

  @Override
  public void onClose(WebSocket ws, CloseReason reason) {
    over.complete(reason);
  }

  // ---- what goes

  @Override
  public Style style() {
    return Style.WEBSOCKET;
  }

  @Override
  public CompletableFuture<Void> write(String frame) {
    return socket.sendAsync(Message.text(frame));
  }

  @Override
  public void end() {
    socket.close(CloseCode.NORMAL, "");
  }

  @Override
  public void cut() {
    socket.abort();
  }

  @Override
  public CompletionStage<CloseReason> over() {
    return over.minimalCompletionStage();
  }

  @Override
  public void ping(CompletableFuture<Duration> pong) {
    socket
        .ping()
        .whenComplete((time, failure) -> {
          if (failure == null) {
            pong.complete(time);
          } else {
            pong.completeExceptionally(failure);
          }
        });
  }
}
