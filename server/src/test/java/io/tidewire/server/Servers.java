package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketHandler;
import io.tidewire.server.RawClient.Response;
import java.util.function.BooleanSupplier;

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

  /// Waits until something holds that no event tells of, 10 s at most.
  static void await(BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
      Thread.onSpinWait();
    }
  }

  /// What one request to a server of its own is answered with.
  static Response ask(WebSocketServerBuilder builder, String request) throws Exception {
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      return client.send(request).response();
    }
  }

  /// One line says what was wrong, and the connection ends.
  static void assertRefused(Response response, int status, String words) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).contains(words).endsWith("\n").hasLineCount(1);
    assertThat(response.fields()).contains("connection: close");
  }
}
