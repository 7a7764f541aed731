package io.tidewire.e2e;

import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Headers;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.HttpRequest;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.Listener;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;

/// Our server on free loopback ports, for `ws` and `wss` at once:
/// - `/echo` sends each message back, event style
/// - `/accept` hands its connections to the test, blocking style
/// - `/members` wants credentials, else 401
/// - `/` is the page `peer.html`
final class OurServer implements AutoCloseable {
  private static final HttpResponse PAGE = readPage();

  private final Events<WebSocket> accepted = new Events<>();
  private final WebSocketServer server;

  OurServer() throws Exception {
    this(WebSocketOptions.DEFAULTS);
  }

  OurServer(WebSocketOptions options) throws Exception {
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .options(options)
            .listen(Listener.tls("127.0.0.1", 0, TestCertificate.forOurServer()))
            .subprotocols("echo", "chat")
            .route("/echo", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
            .blocking("/accept", this::hand)
            .route("/members", new WebSocketHandler() {})
            .policy(OurServer::decide)
            .http(OurServer::page)
            .start();
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + port(scheme) + path);
  }

  /// Waits for the next connection at `/accept`.
  WebSocket accepted() {
    return accepted.next();
  }

  @Override
  public void close() {
    server.close();
  }

  private static HandshakeDecision decide(HandshakeRequest request) {
    if (request.path().equals("/members") && request.header("Authorization").isEmpty()) {
      return HandshakeDecision.refuse(
          HttpResponse.text(401, "Members only: send your token.\n")
              .with("WWW-Authenticate", "Bearer"));
    }
    return HandshakeDecision.accept();
  }

  private static HttpResponse page(HttpRequest request) {
    return request.path().equals("/") ? PAGE : HttpResponse.NONE;
  }

  private static HttpResponse readPage() {
    try (InputStream html = OurServer.class.getResourceAsStream("peer.html")) {
      Headers type = Headers.of("Content-Type", "text/html");
      return HttpResponse.of(200, type, html.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hand(WebSocket ws) {
    accepted.add(ws);
    ws.closed().join();
  }

  private int port(String scheme) {
    boolean tls = scheme.equals("wss") || scheme.equals("https");
    SocketAddress address = server.addresses().get(tls ? 1 : 0);
    return ((InetSocketAddress) address).getPort();
  }
}
