package io.tidewire.client;

import io.tidewire.HandshakeRequest;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.connection.EventLoops;
import io.tidewire.connection.MessageIterator;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Headers;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/// A WebSocket that outlives its connections: the application's side of a [Reconnection], for any
/// thread.
final class ReconnectingWebSocket implements WebSocket {
  private final Reconnection reconnection;
  private final Outlet outlet;
  // Null in event style.
  private final Inlet inlet;
  private final Map<String, Object> attributes = new ConcurrentHashMap<>();
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  // The last connection that opened; null before there was one.
  private volatile WebSocket newest;
  private volatile boolean closeAsked;
  // What the handler's next message waits for, whichever connection brings it.
  private volatile CompletableFuture<?> awaited = CompletableFuture.completedFuture(null);
  // What the connections before the newest dropped and replaced.
  private volatile long droppedBefore;
  private volatile long conflatedBefore;

  ReconnectingWebSocket(Reconnection reconnection, Outlet outlet, Inlet inlet) {
    this.reconnection = reconnection;
    this.outlet = outlet;
    this.inlet = inlet;
  }

  /// A connection has opened. One at a time.
  void opened(WebSocket connection) {
    droppedBefore = droppedMessages();
    conflatedBefore = conflatedMessages();
    newest = connection;
    if (!awaited.isDone()) {
      connection.pauseUntil(awaited);
    }
  }

  /// It is over.
  void ended(CloseReason reason) {
    closed.complete(reason);
  }

  /// Whether the application wants it to end.
  boolean closeAsked() {
    return closeAsked;
  }

  // ---- sending

  @Override
  public boolean send(Message message) {
    return outlet.send(null, message);
  }

  @Override
  public boolean send(Object key, Message message) {
    return outlet.send(Objects.requireNonNull(key, "key"), message);
  }

  @Override
  public CompletableFuture<Void> sendAsync(Message message) {
    return outlet.sendAsync(message);
  }

  @Override
  public OutputStream sendBinaryStream(boolean compressible) {
    return outlet.connected().sendBinaryStream(compressible);
  }

  @Override
  public Writer sendTextStream(boolean compressible) {
    return outlet.connected().sendTextStream(compressible);
  }

  @Override
  public CompletableFuture<Duration> ping() {
    WebSocket connection = outlet.connection();
    return connection == null
        ? CompletableFuture.failedFuture(outlet.closedException())
        : connection.ping();
  }

  // ---- receiving

  @Override
  public Message receive() {
    return inlet().take(WebSocket::receive);
  }

  @Override
  public Optional<Message> receive(Duration timeout) {
    return inlet().take(timeout);
  }

  @Override
  public InputStream receiveStream() {
    return inlet().take(WebSocket::receiveStream);
  }

  @Override
  public Iterable<Message> messages() {
    Inlet from = inlet();
    return () -> new MessageIterator(() -> from.take(WebSocket::receive));
  }

  @Override
  public void pauseUntil(CompletionStage<?> work) {
    newest().pauseUntil(work);
    // It fails the connection that it began on, and no other.
    CompletableFuture<?> done = work.handle((_, _) -> null).toCompletableFuture();
    awaited = awaited.isDone() ? done : CompletableFuture.allOf(awaited, done);
  }

  private Inlet inlet() {
    if (inlet == null) {
      throw new IllegalStateException("this connection's messages go to its WebSocketHandler");
    }
    return inlet;
  }

  // ---- closing

  @Override
  public void close() {
    CompletableFuture<CloseReason> end = close(CloseCode.NORMAL, "");
    WebSocket connection = newest;
    if (EventLoops.onEventLoop()) {
      return;
    }
    if (connection != null) {
      connection.close(); // Waits as it does.
    }
    if (!Thread.currentThread().isInterrupted()) {
      end.join();
    }
  }

  @Override
  public CompletableFuture<CloseReason> close(int code, String text) {
    Engine.checkClose(code, text);
    closeAsked = true;
    WebSocket connection = outlet.connection();
    if (connection == null) {
      reconnection.closeAway(code, text);
    } else {
      connection.close(code, text);
    }
    return closed();
  }

  @Override
  public void abort() {
    closeAsked = true;
    WebSocket connection = outlet.connection();
    if (connection == null) {
      reconnection.closeAway(CloseCode.ABNORMAL, "");
    } else {
      connection.abort();
    }
  }

  @Override
  public CompletableFuture<CloseReason> closed() {
    return closed.copy();
  }

  // ---- what it is

  @Override
  public boolean isOpen() {
    WebSocket connection = outlet.connection();
    return !closeAsked && connection != null && connection.isOpen();
  }

  @Override
  public HandshakeRequest request() {
    return newest().request();
  }

  @Override
  public Headers responseHeaders() {
    return newest().responseHeaders();
  }

  @Override
  public Optional<String> subprotocol() {
    return newest().subprotocol();
  }

  private WebSocket newest() {
    WebSocket connection = newest;
    if (connection == null) {
      throw new IllegalStateException("there has been no connection yet");
    }
    return connection;
  }

  @Override
  public Map<String, Object> attributes() {
    return attributes;
  }

  @Override
  public long queuedBytes() {
    WebSocket connection = outlet.connection();
    return outlet.queuedBytes() + (connection == null ? 0 : connection.queuedBytes());
  }

  @Override
  public long droppedMessages() {
    WebSocket connection = newest;
    return droppedBefore + (connection == null ? 0 : connection.droppedMessages());
  }

  @Override
  public long conflatedMessages() {
    WebSocket connection = newest;
    return conflatedBefore + (connection == null ? 0 : connection.conflatedMessages());
  }

  @Override
  public Optional<Duration> roundTripTime() {
    return Optional.ofNullable(newest).flatMap(WebSocket::roundTripTime);
  }

  @Override
  public String toString() {
    WebSocket connection = newest;
    return connection == null ? "WebSocket, not connected yet" : "reconnecting " + connection;
  }
}
