package io.tidewire.e2e;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.fallback.Fallback;
import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpRequest;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Our server with an echo and its fallback at `/echo`, with our JavaScript client and what is
/// tried with it below `/js/`, and with an empty page at `/`.
final class JsServer implements AutoCloseable {
  private static final Pattern FILE =
      Pattern.compile("/js/((dist/[a-z-]+\\.js)|test/scenarios\\.mjs)");

  private final WebSocketServer server;

  /// @param onMessage told of each message before it is sent back
  JsServer(Consumer<Message> onMessage) {
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .route(
                "/echo", WebSocketHandler.onMessage((ws, message) -> echo(ws, message, onMessage)))
            .annex("/echo", Fallback.sockJs())
            .http(JsServer::page)
            .start();
  }

  private static void echo(WebSocket ws, Message message, Consumer<Message> onMessage) {
    onMessage.accept(message);
    ws.send(message);
  }

  int port() {
    return server.port();
  }

  /// Takes leave of everyone.
  void drain() {
    server.drain(Duration.ZERO);
  }

  @Override
  public void close() {
    server.close();
  }

  private static HttpResponse page(HttpRequest request) {
    if (request.path().equals("/")) {
      return HttpResponse.text(200, "<!doctype html><link rel=icon href=data:,>")
          .with("Content-Type", "text/html");
    }
    return FILE.matcher(request.path()).matches() ? file(request.path()) : HttpResponse.NONE;
  }

  private static HttpResponse file(String path) {
    try {
      Headers type = Headers.of("Content-Type", "text/javascript");
      return HttpResponse.of(
          200, type, Files.readAllBytes(Checkout.ROOT.resolve(path.substring(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
