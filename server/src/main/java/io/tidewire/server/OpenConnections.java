package io.tidewire.server;

import io.tidewire.WebSocket;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
  private volatile boolean draining;

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
    // It has come after the drain looked for what is open; so below.
    if (draining) {
      goAway(ws);
    }
  }

  void add(HttpHandler handler) {
    http.add(handler);
    if (draining) {
      handler.drain();
    }
  }

  void remove(HttpHandler handler) {
    http.remove(handler);
  }

  boolean draining() {
    return draining;
  }

  /// From now on whatever opens is closed. Connections that speak HTTP end with their response.
  ///
  /// @param ended gets a future for each connection of either kind
  /// @return the WebSockets that are open
  List<WebSocket> startDraining(List<CompletableFuture<?>> ended) {
    draining = true;
    http.forEach(handler -> ended.add(handler.drain()));
    ended.addAll(webSockets.values());
    return List.copyOf(webSockets.keySet());
  }

  /// RFC 6455 §7.4.1: 1001 for "a server going down", upon which clients connect elsewhere.
  static void goAway(WebSocket ws) {
    ws.close(1001, "the server is shutting down");
  }

  /// Ends without ceremony what is still connected.
  void cut() {
    webSockets.keySet().forEach(WebSocket::abort);
    http.forEach(HttpHandler::cut);
  }
}
