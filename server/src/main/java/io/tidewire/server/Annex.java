package io.tidewire.server;

/// Serves plain HTTP at a route and below it, so that clients which cannot speak WebSocket reach
/// the route's handler too: see [WebSocketServerBuilder#annex].
@FunctionalInterface
public interface Annex {

  /// Answers a request, now or later, from any thread. Called on an event loop, so it must not
  /// block. Where it throws, the client's connection is closed.
  void serve(HttpExchange exchange);
}
