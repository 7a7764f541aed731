package io.tidewire.server;

import java.util.List;
import java.util.Optional;

/// Serves plain HTTP at a route and below it, so that clients which cannot speak WebSocket reach
/// the route's handler too: see [WebSocketServerBuilder#annex].
@FunctionalInterface
public interface Annex {

  /// Answers a request, now or later, from any thread. Called on an event loop, so it must not
  /// block. Where it throws, the client's connection is closed.
  void serve(HttpExchange exchange);

  /// What a WebSocket handshake below the route leads to; by default there is nothing, and it gets
  /// 404.
  ///
  /// @param tail the path's segments below the route, percent-decoded: one or three
  /// @param route what a handshake at the route itself leads to
  default Optional<Opening> socket(List<String> tail, Opening route) {
    return Optional.empty();
  }

  /// The largest body of a request in bytes; a larger one gets 413.
  ///
  /// @param usual the server's own limit, [ServerLimits#maxBody], which holds by default
  default int maxBody(int usual) {
    return usual;
  }
}
