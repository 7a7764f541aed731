package io.tidewire.server;

import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.connection.EventLoops;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// A running server for WebSocket and plain HTTP/1.1. All methods may be called from any thread. It
/// keeps the process alive until it is closed or drained.
///
/// ```java
/// WebSocketServer server = WebSocketServer.builder().port(8080)
///     .route("/echo", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
///     .start();
/// ```
public final class WebSocketServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.tidewire");

  // Clients come back over this time at least: what a window is shorter, the hints make up for.
  private static final Duration SPREAD = Duration.ofSeconds(10);

  private final EventLoops loops;
  private final Service service;
  private final OpenConnections connections;
  // How long a connection may take to close.
  private final Duration patience;
  private final List<Binding> bindings = new ArrayList<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private WebSocketServer(EventLoops loops, Service service, Duration patience) {
    this.loops = loops;
    this.service = service;
    this.connections = service.connections();
    this.patience = patience;
  }

  /// A server to be set up. With no more than a port and a route it is safe to use.
  public static WebSocketServerBuilder builder() {
    return new WebSocketServerBuilder();
  }

  /// Starts listening on all, or on none.
  static WebSocketServer start(EventLoops loops, List<Listener> listeners, Service service) {
    // A peer may take closeTimeout to answer the close frame, and as long again to close TCP.
    Duration patience = service.application().options().closeTimeout().multipliedBy(2);
    WebSocketServer server = new WebSocketServer(loops, service, patience);
    try {
      for (Listener listener : listeners) {
        server.bindings.add(Binding.open(listener, loops, service));
      }
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
    server.keepProcessAlive();
    LOG.log(Level.INFO, server::toString);
    return server;
  }

  // The event loops are daemon threads, for a client alone does not keep a process alive. A server
  // does.
  private void keepProcessAlive() {
    Thread.ofPlatform().name("tidewire-server").start(this::awaitStop);
  }

  private void awaitStop() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Somebody ends all threads of the process.
    }
  }

  /// The port of the first listener that has one: the one that was free, if 0 was asked for.
  ///
  /// @throws IllegalStateException when the server listens on Unix domain sockets alone
  public int port() {
    return addresses().stream()
        .filter(InetSocketAddress.class::isInstance)
        .map(address -> ((InetSocketAddress) address).getPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("this server listens on no port"));
  }

  /// Where the server listens, in the order of its listeners.
  public List<SocketAddress> addresses() {
    return bindings.stream().map(Binding::address).toList();
  }

  /// How sockets are driven; never [Transport#AUTO].
  public Transport transport() {
    return loops.transport();
  }

  /// The open connections: a live view, safe to iterate while connections come and go. A connection
  /// is in it from just after its `onOpen` until it has closed.
  public Set<WebSocket> connections() {
    return connections.webSockets();
  }

  /// Gives a listener another certificate without closing anything: who connects from now on meets
  /// it, and connections that are open keep what they agreed on.
  ///
  /// @param listener one that was made with [Listener#tls] and that this server listens on
  /// @param tls read from its files anew, for [ServerTls] reads them once
  /// @throws IllegalArgumentException when the listener is not that, or the certificate cannot be
  ///   used; then all stays as it is
  public void reloadTls(Listener listener, ServerTls tls) {
    bindings.stream()
        .filter(binding -> binding.speaksTlsFor(listener))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("this server does not speak TLS on " + listener))
        .replaceTls(tls);
  }

  /// What the server has counted, at this moment; cheap enough to ask every second.
  public ServerFigures figures() {
    return service.figures();
  }

  /// Whether [#drain] or [#close] has been called: a health check then says that this server wants
  /// no new clients.
  public boolean draining() {
    return connections.draining();
  }

  /// Ends the server without a stampede. The open connections are closed with 1001 (RFC 6455
  /// §7.4.1) one after the other, spread evenly over the window, each behind what was sent on it
  /// before. The close frame's text tells when to connect again ([io.tidewire.protocol.RetryHint]):
  /// at once, unless the window is shorter than ten seconds; then the hints spread the clients over
  /// ten.
  ///
  /// In the window the server still answers HTTP, so that a health check ([#draining],
  /// [WebSocketServerBuilder#healthCheck]) can tell a load balancer to send nobody any more; a
  /// handshake gets 503 with `Retry-After`. When the window is over, or the last WebSocket has
  /// closed, it stops listening, answers the requests that are under way, and cuts what takes
  /// longer than twice [io.tidewire.WebSocketOptions#closeTimeout].
  ///
  /// @param window zero closes all, and stops listening, at once
  /// @return completes when nothing is connected any more
  /// @throws IllegalArgumentException when the window is negative
  public CompletableFuture<Void> drain(Duration window) {
    if (window.isNegative()) {
      throw new IllegalArgumentException("the window must not be negative: " + window);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (released.get()) {
      done.complete(null);
      return done;
    }
    List<WebSocket> open = connections.startDraining(window);
    Runnable end = once(() -> stop(done));
    Duration hints = window.compareTo(SPREAD) < 0 ? SPREAD.minus(window) : Duration.ZERO;
    for (int i = 0; i < open.size(); i++) {
      WebSocket ws = open.get(i);
      Duration hint = share(hints, i, open.size());
      later(share(window, i, open.size()), () -> OpenConnections.goAway(ws, hint));
    }
    later(window, end);
    connections.webSocketsGone().thenRun(end);
    return done;
  }

  private static Duration share(Duration whole, int part, int parts) {
    return whole.multipliedBy(part).dividedBy(parts);
  }

  private static Runnable once(Runnable task) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (!done.getAndSet(true)) {
        task.run();
      }
    };
  }

  // Listens no more, and waits for what is still connected.
  private void stop(CompletableFuture<Void> done) {
    List<CompletableFuture<Void>> ended = new ArrayList<>();
    bindings.forEach(binding -> ended.add(binding.close()));
    ended.addAll(connections.endHttp());
    CompletableFuture.allOf(ended.toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
        .thenRun(() -> {
          release();
          done.complete(null);
        });
  }

  /// Closes all connections with 1001 at once and waits until they are closed, as [#drain] does; on
  /// an event loop, without waiting.
  @Override
  public void close() {
    CompletableFuture<Void> done = drain(Duration.ZERO);
    if (!EventLoops.onEventLoop()) {
      done.join();
      loops.close();
    }
  }

  private void later(Duration delay, Runnable task) {
    if (delay.isZero()) {
      task.run();
    } else {
      loops.group().next().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void release() {
    connections.cut();
    if (released.compareAndSet(false, true)) {
      bindings.forEach(Binding::release);
      stopped.countDown();
      // Waits for its threads, and this may be one of them.
      Thread.ofVirtual().start(loops::close);
    }
  }

  /// Where it listens, and on what: the line that is logged at start.
  @Override
  public String toString() {
    String places = bindings.stream().map(Binding::describe).collect(Collectors.joining(", "));
    return "listening on " + places + ", transport " + transport();
  }
}
