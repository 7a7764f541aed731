package io.tidewire.server;

import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.RetryHint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Everything that is connected to a server. Safe for any thread.
final class OpenConnections {
  // With a future that completes when the connection is no longer in here.
  private final Map<WebSocket, CompletableFuture<Void>> webSockets = new ConcurrentHashMap<>();
  private final Set<WebSocket> view = Collections.unmodifiableSet(webSockets.keySet());
  // Those that speak HTTP, or nothing yet.
  private final Set<HttpHandler> http = ConcurrentHashMap.newKeySet();
  // Null before a drain has begun.
  private volatile Drain drain;
  // Whether the drain's window is over: whatever connects now is turned away.
  private volatile boolean closing;

  /// A drain that is under way.
  ///
  /// @param end when its window ends, in the time of `System.nanoTime()`
  private record Drain(long end) {
    static Drain over(Duration window) {
      return new Drain(System.nanoTime() + window.toNanos());
    }

    Duration left() {
      return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
  }

  /// A live view.
  Set<WebSocket> webSockets() {
    return view;
  }

  void add(WebSocket ws) {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    webSockets.put(ws, gone);
    ws.closed()
        .thenRun(() -> {
          webSockets.remove(ws);
          gone.complete(null);
        });
    // Its handshake was under way when the drain looked for what is open.
    if (draining()) {
      goAway(ws, Duration.ZERO);
    }
  }

  void add(HttpHandler handler) {
    http.add(handler);
    // It has come after the window's end looked for what is connected.
    if (closing) {
      handler.drain();
    }
  }

  void remove(HttpHandler handler) {
    http.remove(handler);
  }

  boolean draining() {
    return drain != null;
  }

  /// What is left of the drain's window; empty while nobody drains.
  Optional<Duration> windowLeft() {
    return Optional.ofNullable(drain).map(Drain::left);
  }

  /// From now on a WebSocket that opens is closed at once.
  ///
  /// @return those that are open
  List<WebSocket> startDraining(Duration window) {
    drain = Drain.over(window);
    return List.copyOf(webSockets.keySet());
  }

  /// Completes when all that are open now have closed.
  CompletableFuture<Void> webSocketsGone() {
    return CompletableFuture.allOf(webSockets.values().toArray(CompletableFuture<?>[]::new));
  }

  /// The drain's window is over: connections that speak HTTP end, with their response where one is
  /// under way.
  ///
  /// @return a future for each connection of either kind
  List<CompletableFuture<Void>> endHttp() {
    closing = true;
    List<CompletableFuture<Void>> ended = new ArrayList<>(webSockets.values());
    http.forEach(handler -> ended.add(handler.drain()));
    return ended;
  }

  /// RFC 6455 §7.4.1: 1001 for "a server going down", upon which clients connect elsewhere.
  static void goAway(WebSocket ws, Duration wait) {
    ws.close(CloseCode.GOING_AWAY, RetryHint.text("the server is shutting down", wait));
  }

  /// Ends without ceremony what is still connected.
  void cut() {
    webSockets.keySet().forEach(WebSocket::abort);
    http.forEach(HttpHandler::cut);
  }
}
