package io.tidewire.e2e;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/// OkHttp's MockWebServer as the server; its WebSocket is the client's in the other role.
final class OkHttpServer implements PeerServer {
  private static final String REFUSE = "/refuse/";

  private final Events<OkHttpPeer> accepted = new Events<>();
  private final MockWebServer server = new MockWebServer();
  private final String base;

  OkHttpServer(boolean tls) throws Exception {
    if (tls) {
      server.useHttps(TestCertificate.context().getSocketFactory());
    }
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
    base = (tls ? "wss" : "ws") + "://localhost:" + server.getPort();
  }

  @Override
  public URI uri(String path) {
    return URI.create(base + path);
  }

  @Override
  public Peer accepted() {
    return accepted.next().awaitOpen();
  }

  @Override
  public void close() {
    server.close();
  }

  private MockResponse answer(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    if (path.startsWith(REFUSE)) {
      String status = path.substring(REFUSE.length());
      return new MockResponse.Builder()
          .code(Integer.parseInt(status))
          .addHeader("X-Why", "test")
          .body("refused with " + status)
          .build();
    }
    return upgrade(request.getHeaders().get("Sec-WebSocket-Protocol"));
  }

  private MockResponse upgrade(String offered) {
    // In the server's role OkHttp cannot cancel one connection.
    OkHttpPeer peer = new OkHttpPeer(_ -> server.close());
    accepted.add(peer);
    MockResponse.Builder response = new MockResponse.Builder().webSocketUpgrade(peer);
    if (offered != null && List.of(offered.split(", *", -1)).contains("chat")) {
      response.addHeader("Sec-WebSocket-Protocol", "chat");
    }
    return response.build();
  }
}
