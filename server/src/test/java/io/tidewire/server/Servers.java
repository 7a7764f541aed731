package io.tidewire.server;

import io.tidewire.WebSocketHandler;

/// Servers as the tests here begin with.
final class Servers {
  private Servers() {}

  /// On a free loopback port, with an echo at `/echo`.
  static WebSocketServerBuilder echo() {
    return local().route("/echo", echoHandler());
  }

  static WebSocketServerBuilder local() {
    return WebSocketServer.builder().host("127.0.0.1").port(0);
  }

  static WebSocketHandler echoHandler() {
    return WebSocketHandler.onMessage((ws, message) -> ws.send(message));
  }
}
