package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
  private final WebSocketClient client =
      WebSocketClient.builder().basicAuth("user", "password").header("X-Api-Key", "k").build();

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowed(int status) throws Exception {
    try (RawServer server = RawServer.start(peer -> redirectRoot(peer, status, "/there?x=1"));
        WebSocket ws = client.connect(server.uri())) {
      assertThat(ws.request().path()).isEqualTo("/there");
      assertThat(ws.request().queryParameter("x")).contains("1");
      assertThat(ws.request().header("Authorization")).isPresent();
      assertThat(ws.request().header("X-Api-Key")).contains("k");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/a", "WS://127.0.0.1:%d/a", "//127.0.0.1:%d/a", "a"})
  void aLocationMayBeWrittenInSeveralWays(String location) throws Exception {
    RawServer.Script script =
        peer -> redirectRoot(peer, 302, location.formatted(peer.socket.getLocalPort()));
    try (RawServer server = RawServer.start(script);
        WebSocket ws = client.connect(server.uri())) {
      assertThat(ws.request().path()).isEqualTo("/a");
    }
  }

  @Test
  void aChainIsFollowedUpToTheLimit() throws Exception {
    try (RawServer server = RawServer.start(RedirectTest::countDown)) {
      client.connect(server.uri("/5")).abort();
      HandshakeException refused = fails(server.uri("/6"));
      assertThat(refused)
          .hasMessageContaining("more than 5 redirects")
          .hasMessageContaining("redirected from ws://127.0.0.1:" + server.port() + "/6");
      assertThat(refused.status()).isEqualTo(302);
    }
  }

  @Test
  void aLoopEnds() throws Exception {
    try (RawServer server = RawServer.start(peer -> redirect(peer, 302, "/"))) {
      assertThat(fails(server.uri())).hasMessageContaining("more than 5 redirects");
    }
  }

  @Test
  void anotherHostGetsNoneOfTheUsersFields() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    RawServer.Script other =
        peer -> {
          peer.upgrade();
          heads.addAll(peer.head);
        };
    try (RawServer there = RawServer.start(other);
        RawServer here = RawServer.start(peer -> redirect(peer, 307, there.uri().toString()))) {
      client.connect(URI.create("ws://a:b@127.0.0.1:" + here.port())).abort();
      there.awaitEnd();
      assertThat(heads)
          .isNotEmpty()
          .noneMatch(line -> line.startsWith("Authorization") || line.startsWith("X-Api-Key"));
    }
  }

  @Test
  void aPasswordInALocationIsNotUsed() throws Exception {
    List<String> fields = new CopyOnWriteArrayList<>();
    WebSocketClient unknown = WebSocketClient.builder().build();
    RawServer.Script script =
        peer -> {
          redirectRoot(peer, 302, "ws://evil:x@127.0.0.1:" + peer.socket.getLocalPort() + "/a#b");
          fields.addAll(peer.head);
        };
    try (RawServer server = RawServer.start(script)) {
      unknown.connect(server.uri()).abort();
      server.awaitEnd();
      server.awaitEnd();
      assertThat(fields).noneMatch(line -> line.startsWith("Authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/", "http://[", "ws:opaque", "http://127.0.0.1:99999/"})
  void aLocationThatIsNoWebSocketUriIsRefused(String location) throws Exception {
    try (RawServer server = RawServer.start(peer -> redirect(peer, 302, location))) {
      HandshakeException refused = fails(server.uri());
      assertThat(refused).hasMessageContaining("redirects to no WebSocket URI");
      assertThat(refused.status()).isEqualTo(302);
    }
  }

  @Test
  void aRedirectWithoutALocationIsARefusal() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
        };
    try (RawServer server = RawServer.start(script)) {
      assertThat(fails(server.uri())).hasMessageEndingWith("the server answered 302 Found");
    }
  }

  @Test
  void redirectsCanBeTurnedOff() throws Exception {
    WebSocketClient still = WebSocketClient.builder().maxRedirects(0).build();
    try (RawServer server = RawServer.start(peer -> redirect(peer, 302, "/x"))) {
      HandshakeException refused =
          catchThrowableOfType(HandshakeException.class, () -> still.connect(server.uri()));
      assertThat(refused.headers().first("Location")).contains("/x");
    }
  }

  private HandshakeException fails(URI uri) {
    return catchThrowableOfType(HandshakeException.class, () -> client.connect(uri));
  }

  private static void redirectRoot(RawPeer peer, int status, String location) throws Exception {
    peer.readHead();
    if (peer.head.getFirst().startsWith("GET / ")) {
      peer.send(redirection(status, location));
    } else {
      peer.send(peer.validAnswer());
      peer.readText();
    }
  }

  private static void redirect(RawPeer peer, int status, String location) throws Exception {
    peer.readHead();
    peer.send(redirection(status, location));
    peer.awaitClose();
  }

  /// `/3` leads to `/2`, and so on down to `/0`.
  private static void countDown(RawPeer peer) throws Exception {
    peer.readHead();
    int count = peer.head.getFirst().charAt("GET /".length()) - '0';
    peer.send(count == 0 ? peer.validAnswer() : redirection(302, "/" + (count - 1)));
    peer.awaitClose();
  }

  static String redirection(int status, String location) {
    return "HTTP/1.1 "
        + status
        + " Moved\r\nLocation: "
        + location
        + "\r\nContent-Length: 0\r\n\r\n";
  }
}
