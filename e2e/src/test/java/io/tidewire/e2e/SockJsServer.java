package io.tidewire.e2e;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.fallback.Fallback;
import io.tidewire.fallback.FallbackOptions;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.OriginRule;
import io.tidewire.server.HttpRequest;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Our server for `sockjs-client`, on a free loopback port:
/// - `/talk` sends each message back, and closes with 4001 when it is told `please close`
/// - `/` is the page `sockjs.html` with its scripts
final class SockJsServer implements AutoCloseable {
  private static final Path SCRIPTS = Checkout.nodeScripts();

  /// How connections ended.
  final Events<CloseReason> ended = new Events<>();

  private final WebSocketServer server;

  /// @param pages of which origins may connect, beside its own
  SockJsServer(List<String> pages) {
    FallbackOptions options = FallbackOptions.DEFAULTS.withJsonp(true).withClient("/sockjs.js");
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .origins(OriginRule.allow(pages))
            .route("/talk", new Talk())
            .annex("/talk", Fallback.sockJs(options))
            .http(SockJsServer::file)
            .start();
  }

  private final class Talk implements WebSocketHandler {
    @Override
    public void onMessage(WebSocket ws, Message message) {
      if (message.text().equals("please close")) {
        ws.close(4001, "bye");
      } else {
        ws.send(message);
      }
    }

    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      ended.add(reason);
    }
  }

  /// @param host a name of this machine
  URI uri(String host, String path) {
    return URI.create("http://" + host + ":" + server.port() + path);
  }

  @Override
  public void close() {
    server.close();
  }

  private static HttpResponse file(HttpRequest request) {
    try {
      return switch (request.path()) {
        case "/" -> page();
        case "/talk.mjs" -> script(SCRIPTS.resolve("talk.mjs"));
        case "/sockjs.js" -> script(SCRIPTS.resolve("node_modules/sockjs-client/dist/sockjs.js"));
        default -> HttpResponse.NONE;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse page() throws IOException {
    try (InputStream html = SockJsServer.class.getResourceAsStream("sockjs.html")) {
      return HttpResponse.of(200, Headers.of("Content-Type", "text/html"), html.readAllBytes());
    }
  }

  private static HttpResponse script(Path file) throws IOException {
    Headers type = Headers.of("Content-Type", "text/javascript; charset=UTF-8");
    return HttpResponse.of(200, type, Files.readAllBytes(file));
  }
}
