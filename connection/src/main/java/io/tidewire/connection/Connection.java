package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.HandshakeRequest;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Role;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The application's side of a connection, for any thread. What touches the wire is left to the
/// event loop.
final class Connection implements WebSocket {
  private final Agreed agreed;
  private final Outbox outbox;
  private final Carrier handler;
  // Takes the messages in blocking style; null in event style.
  private final Inbox inbox;
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  // Whether a flush is on the event loop's list already.
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Runnable flush = this::flush;

  private Connection(Wire wire, Agreed agreed, WebSocketHandler events) {
    this.agreed = agreed;
    var options = agreed.options();
    outbox = new Outbox(options.queueLimit(), options.overflow());
    Loop loop = Loop.of(wire.loop());
    inbox = events == null ? new Inbox(this, loop.wakeups, options) : null;
    Receiver receiver = events == null ? inbox : EventReceiver.of(events, this, loop);
    handler = wire.carry(new Carried(this, receiver, agreed, loop));
  }

  /// A connection whose messages go to `events`. On the wire's event loop.
  static Connection open(Wire wire, Agreed agreed, WebSocketHandler events) {
    Connection connection = new Connection(wire, agreed, Objects.requireNonNull(events, "handler"));
    connection.handler.open();
    return connection;
  }

  /// A connection whose messages wait to be taken. On the wire's event loop.
  static Connection open(Wire wire, Agreed agreed) {
    Connection connection = new Connection(wire, agreed, null);
    connection.handler.open();
    return connection;
  }

  Outbox outbox() {
    return outbox;
  }

  // ---- sending

  @Override
  public boolean send(Message message) {
    return handler.writeNow(message) || enqueue(message, null, null, mayWait());
  }

  @Override
  public boolean send(Object key, Message message) {
    Objects.requireNonNull(key, "key");
    return handler.writeNow(message) || enqueue(message, key, null, mayWait());
  }

  @Override
  public CompletableFuture<Void> sendAsync(Message message) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    enqueue(message, null, done, false);
    return done;
  }

  private boolean mayWait() {
    return !EventLoops.onEventLoop() && !handler.inEventLoop();
  }

  /// For what may block.
  ///
  /// @throws IllegalStateException on an event loop
  void refuseEventLoop() {
    if (!mayWait()) {
      throw new IllegalStateException("this may block, and an event loop must not");
    }
  }

  private boolean enqueue(
      Message message, Object key, CompletableFuture<Void> done, boolean mayWait) {
    handler.require(message.isText());
    Outgoing out = Outgoing.whole(message.copy(), key, done);
    Outbox.Offer offer = outbox.offer(out, mayWait);
    switch (offer) {
      case ACCEPTED -> wake();
      case DROPPED -> {}
      case OVERFLOW -> closeForOverflow();
      case CLOSED -> {}
    }
    if (done != null && (offer == Outbox.Offer.OVERFLOW || offer == Outbox.Offer.CLOSED)) {
      done.completeExceptionally(outbox.closedException());
    }
    return offer == Outbox.Offer.ACCEPTED;
  }

  private void closeForOverflow() {
    String explanation =
        "the peer was too slow: "
            + queuedBytes()
            + " bytes waited for it, and the overflow policy is to close";
    CloseReason reason = new CloseReason(CloseCode.POLICY, "", CloseReason.By.LOCAL, explanation);
    outbox.end(reason);
    handler.fail(CloseCode.POLICY, explanation);
  }

  /// Adds a streamed message's fragment.
  void sendFragment(Outgoing fragment, boolean first) {
    if (first) {
      outbox.offer(fragment, true);
    } else {
      outbox.offerFragment(fragment);
    }
    wake();
  }

  /// Has the event loop send what waits, in one turn for all that come meanwhile.
  void wake() {
    if (awake.compareAndSet(false, true)) {
      handler.executeLater(flush);
    }
  }

  private void flush() {
    awake.set(false);
    handler.flush();
  }

  @Override
  public OutputStream sendBinaryStream(boolean compressible) {
    return stream(false, compressible);
  }

  @Override
  public Writer sendTextStream(boolean compressible) {
    return new TextStream(stream(true, compressible));
  }

  private FragmentStream stream(boolean text, boolean compressible) {
    refuseEventLoop();
    handler.require(text);
    outbox.checkOpen();
    return new FragmentStream(this, text, compressible);
  }

  @Override
  public CompletableFuture<Duration> ping() {
    CompletableFuture<Duration> pong = new CompletableFuture<>();
    if (!handler.execute(() -> handler.ping(pong))) {
      pong.completeExceptionally(new ClosedException(reason()));
    }
    return pong;
  }

  // ---- receiving

  @Override
  public Message receive() {
    return inbox().take(null);
  }

  @Override
  public Optional<Message> receive(Duration timeout) {
    return Optional.ofNullable(inbox().take(timeout));
  }

  @Override
  public InputStream receiveStream() {
    if (!agreed.options().streaming()) {
      throw new IllegalStateException(
          "streaming is off; WebSocketOptions.withStreaming turns it on");
    }
    return inbox().takeStream();
  }

  @Override
  public Iterable<Message> messages() {
    Inbox from = inbox();
    return () -> new MessageIterator(() -> from.take(null));
  }

  private Inbox inbox() {
    if (inbox == null) {
      throw new IllegalStateException("this connection's messages go to its WebSocketHandler");
    }
    return inbox;
  }

  /// The inbox is no longer full.
  void readingMayGoOn() {
    handler.readingMayGoOn();
  }

  // ---- closing

  @Override
  public void close() {
    CompletableFuture<CloseReason> end = close(CloseCode.NORMAL, "");
    if (mayWait()) {
      // The deadlines for writing and closing bound this.
      awaitEnd(end);
    }
  }

  private static void awaitEnd(CompletableFuture<CloseReason> end) {
    try {
      end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("closed() never completes exceptionally", e);
    }
  }

  @Override
  public CompletableFuture<CloseReason> close(int code, String text) {
    Engine.checkClose(code, text);
    outbox.close(new Outbox.CloseRequest(code, text));
    wake();
    return closed();
  }

  @Override
  public void abort() {
    fail(CloseCode.ABNORMAL, "aborted by this end");
  }

  /// Ends the connection from this end. From any thread.
  void fail(int code, String explanation) {
    handler.fail(code, explanation);
  }

  /// The application's handler threw.
  void handlerFailed(Throwable failure) {
    fail(CloseCode.INTERNAL_ERROR, "the application's handler failed: " + failure);
    reportFailure(failure);
  }

  /// Tells the application of an exception that its code threw.
  void reportFailure(Throwable failure) {
    try {
      agreed.options().errorHook().accept(this, failure);
    } catch (Throwable e) {
      System.getLogger("io.tidewire")
          .log(System.Logger.Level.ERROR, "the error hook failed on: " + failure, e);
    }
  }

  /// The connection is over. Event loop only, once.
  void ended(CloseReason reason) {
    closed.complete(reason);
  }

  @Override
  public CompletableFuture<CloseReason> closed() {
    return closed.copy();
  }

  /// Whether [#ended] was called.
  boolean hasEnded() {
    return closed.isDone();
  }

  /// Why the connection closed. Only once it has.
  CloseReason reason() {
    return closed.join();
  }

  // ---- what it is

  @Override
  public boolean isOpen() {
    return outbox.isOpen();
  }

  @Override
  public HandshakeRequest request() {
    return agreed.request();
  }

  @Override
  public Headers responseHeaders() {
    return agreed.responseHeaders();
  }

  @Override
  public Optional<String> subprotocol() {
    return agreed.subprotocol();
  }

  @Override
  public String via() {
    return handler.via();
  }

  @Override
  public Map<String, Object> attributes() {
    return agreed.attributes();
  }

  @Override
  public long queuedBytes() {
    return outbox.payloadBytes() + handler.inFlight();
  }

  @Override
  public long droppedMessages() {
    return outbox.dropped();
  }

  @Override
  public long conflatedMessages() {
    return outbox.conflated();
  }

  @Override
  public Optional<Duration> roundTripTime() {
    return handler.roundTripTime();
  }

  @Override
  public String toString() {
    return agreed.role() == Role.SERVER
        ? "WebSocket " + request().path() + " from " + request().remoteAddress()
        : "WebSocket " + request().path() + " to " + request().remoteAddress();
  }
}
