package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final WebSocketClient client = WebSocketClient.builder().build();
  private final WebSocketClient hasty =
      WebSocketClient.builder().handshakeTimeout(Duration.ofSeconds(1)).build();

  @Test
  void theShortestProgramTalks() throws IOException {
    try (RawServer server = RawServer.start(RawServer::echo);
        WebSocket ws = WebSocketClient.connect(server.uri("/echo").toString())) {
      ws.send("hi");
      assertThat(ws.receive().text()).isEqualTo("hi");
    }
  }

  @Test
  void theRequestIsWhatTheRfcAsksFor() throws Exception {
    try (RawServer server = RawServer.start(RawPeer::upgrade);
        WebSocket ws = client.connect(server.uri("/a%20b?x=%C3%A4&x=2"))) {
      RawPeer peer = server.awaitEnd();
      assertThat(peer.head.getFirst()).isEqualTo("GET /a%20b?x=%C3%A4&x=2 HTTP/1.1");
      assertThat(peer.field("Host")).isEqualTo("127.0.0.1:" + server.port());
      assertThat(peer.field("Upgrade")).isEqualTo("websocket");
      assertThat(peer.field("Sec-WebSocket-Version")).isEqualTo("13");
      assertThat(peer.field("Sec-WebSocket-Key")).hasSize(24);
      assertThat(ws.request().path()).isEqualTo("/a b");
      assertThat(ws.request().query()).containsEntry("x", List.of("ä", "2"));
      assertThat(ws.request().remoteAddress().toString()).contains("127.0.0.1:" + server.port());
    }
  }

  @Test
  void eachHandshakeHasAKeyOfItsOwn() throws Exception {
    try (RawServer server = RawServer.start(RawPeer::upgrade)) {
      client.connect(server.uri()).abort();
      client.connect(server.uri()).abort();
      String first = server.awaitEnd().field("Sec-WebSocket-Key");
      assertThat(server.awaitEnd().field("Sec-WebSocket-Key")).isNotEqualTo(first);
    }
  }

  @Test
  void aSubprotocolIsAgreedOn() throws Exception {
    WebSocketClient chatty = WebSocketClient.builder().subprotocols("chat", "echo").build();
    try (RawServer server =
            RawServer.start(peer -> peer.upgrade("Sec-WebSocket-Protocol: echo", "X-Node: 7"));
        WebSocket ws = chatty.connect(server.uri())) {
      assertThat(server.awaitEnd().field("Sec-WebSocket-Protocol")).isEqualTo("chat, echo");
      assertThat(ws.subprotocol()).contains("echo");
      assertThat(ws.responseHeaders().first("x-node")).contains("7");
    }
  }

  @Test
  void interimResponsesAreSkipped() throws IOException {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 100 Continue\r\n\r\n");
          peer.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + peer.validAnswer());
          peer.sendText("there");
          peer.readText();
        };
    try (RawServer server = RawServer.start(script);
        WebSocket ws = client.connect(server.uri())) {
      assertThat(ws.receive().text()).isEqualTo("there");
    }
  }

  @Test
  void aValueOnTwoLinesIsOne() throws IOException {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send(
              peer.validAnswer("X-Node: 7\r\n 8").replace("Upgrade: web", "Upgrade:\r\n web"));
          peer.readText();
        };
    try (RawServer server = RawServer.start(script);
        WebSocket ws = client.connect(server.uri())) {
      assertThat(ws.responseHeaders().first("Upgrade")).contains("websocket");
      assertThat(ws.responseHeaders().first("X-Node")).contains("7 8");
    }
  }

  @Test
  void aRefusalTellsStatusHeadersAndBody() throws Exception {
    HandshakeException refused =
        refused(
            RawPeer.head("HTTP/1.1 403 Forbidden", "X-Why: origin", "Content-Length: 24")
                + "no such origin\nask admin");
    assertThat(refused)
        .hasMessageStartingWith("cannot connect to ws://127.0.0.1:")
        .hasMessageEndingWith("/secret: the server answered 403 Forbidden: no such origin");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.headers().first("X-Why")).contains("origin");
    assertThat(refused.body()).isEqualTo("no such origin\nask admin");
  }

  @Test
  void aMessageHoldsNoQueryAndNoCredentials() throws Exception {
    try (RawServer server = RawServer.start(peer -> {})) {
      URI uri = URI.create("ws://tilly:hush@127.0.0.1:" + server.port() + "/path?token=abc");
      HandshakeException refused =
          catchThrowableOfType(HandshakeException.class, () -> client.connect(uri));
      assertThat(refused).hasMessageContaining("/path:");
      assertThat(refused.getMessage()).doesNotContain("tilly", "hush", "token", "abc");
    }
  }

  @Test
  void onlyTheFirstPartOfALongBodyIsKept() throws Exception {
    HandshakeException refused =
        refused("HTTP/1.1 500 Oops\r\nContent-Length: 9999\r\n\r\n" + "x".repeat(9999));
    assertThat(refused.body()).isEqualTo("x".repeat(4096));
    assertThat(refused.getMessage()).contains("500 Oops").hasSizeLessThan(400);
  }

  @Test
  void aChunkedBodyIsPutTogether() throws Exception {
    HandshakeException refused =
        refused(
            RawPeer.head("HTTP/1.1 429 Slow Down", "Transfer-Encoding: chunked")
                + RawPeer.head("3", "not", "4", " now", "0"));
    assertThat(refused.body()).isEqualTo("not now");
  }

  @Test
  void aBodyWithoutAnEndDelaysNoLongerThanTheDeadline() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nlater");
          peer.awaitClose();
        };
    HandshakeException refused = fails(hasty, script);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.body()).isEqualTo("later");
  }

  @Test
  void controlCharactersOfABodyDoNotReachTheMessage() throws Exception {
    HandshakeException refused =
        refused("HTTP/1.1 400 Bad\r\nContent-Length: 6\r\n\r\na\u001b[1mb");
    assertThat(refused).hasMessageEndingWith("400 Bad: a?[1mb");
  }

  @Test
  void aWrongAcceptIsRefused() throws Exception {
    assertThat(
            refused(
                RawPeer.head(
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")))
        .hasMessageContaining("Sec-WebSocket-Accept");
  }

  @Test
  void aMissingAcceptIsRefused() throws Exception {
    HandshakeException refused =
        refused("HTTP/1.1 101 Fine\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    assertThat(refused).hasMessageContaining("Sec-WebSocket-Accept is missing");
    assertThat(refused.status()).isEqualTo(101);
  }

  @Test
  void anUpgradeToSomethingElseIsRefused() throws Exception {
    assertThat(refused("HTTP/1.1 101 Fine\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"))
        .hasMessageContaining("h2c");
  }

  @Test
  void aSubprotocolThatWasNotOfferedIsRefused() throws Exception {
    HandshakeException refused = fails(client, peer -> peer.upgrade("Sec-WebSocket-Protocol: x"));
    assertThat(refused).hasMessageContaining("subprotocol").hasMessageContaining("\"x\"");
  }

  @Test
  void anExtensionThatWasNotOfferedIsRefused() throws Exception {
    HandshakeException refused =
        fails(client, peer -> peer.upgrade("Sec-WebSocket-Extensions: x-shorthand"));
    assertThat(refused).hasMessageContaining("x-shorthand");
  }

  @Test
  void aServerThatSpeaksSomethingElseIsNamedSo() throws Exception {
    assertThat(refused("SSH-2.0-OpenSSH_9.6\r\n")).hasMessageEndingWith("answer is not HTTP");
    assertThat(refused("HTTP/1.1 1010 Oops\r\n\r\n")).hasMessageEndingWith("answer is not HTTP");
  }

  @Test
  void http10CannotSwitchProtocols() throws Exception {
    assertThat(refused("HTTP/1.0 101 Switching Protocols\r\n\r\n"))
        .hasMessageContaining("in HTTP/1.0");
  }

  @Test
  void aServerThatSpeaksFirstIsNamedSo() throws Exception {
    HandshakeException refused =
        fails(
            client,
            peer -> {
              peer.send("220 smtp ready\r\n");
              peer.awaitClose();
            });
    assertThat(refused).hasMessageEndingWith("answer is not HTTP");
  }

  @Test
  void aHeadThatNeverEndsIsCutOff() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 101 Fine\r\n");
          while (true) {
            peer.send("X-More: and more\r\n".repeat(100));
          }
        };
    assertThat(fails(client, script)).hasMessageContaining("longer than 16 KiB");
  }

  @Test
  void aServerThatDoesNotAnswerIsLeftAfterTheDeadline() throws Exception {
    HandshakeException late = fails(hasty, RawPeer::awaitClose);
    assertThat(late).hasMessageEndingWith("no answer to the handshake within 1 s");
    assertThat(late.status()).isZero();
  }

  @Test
  void aServerThatClosesAtOnceIsNamedSo() throws Exception {
    HandshakeException closed = fails(client, RawPeer::readHead);
    assertThat(closed).hasMessageContaining("closed the connection without an answer");
  }

  @Test
  void aServerThatResetsTheConnectionIsNamedSo() throws Exception {
    HandshakeException reset =
        fails(
            client,
            peer -> {
              peer.readHead();
              peer.socket.setSoLinger(true, 0);
            });
    assertThat(reset).hasMessageContaining(": the connection failed: Connection reset");
  }

  @Test
  void fieldsAndCredentialsAreSent() throws Exception {
    WebSocketClient known =
        WebSocketClient.builder()
            .header("X-Trace", "1")
            .header("X-Trace", "2")
            .basicAuth("user", "pässword")
            .build();
    try (RawServer server = RawServer.start(RawPeer::upgrade)) {
      known.connect(server.uri()).abort();
      RawPeer peer = server.awaitEnd();
      assertThat(peer.head).contains("X-Trace: 1", "X-Trace: 2");
      assertThat(peer.field("Authorization")).isEqualTo("Basic dXNlcjpww6Rzc3dvcmQ=");
    }
  }

  @Test
  void aTokenIsAskedForOnEveryAttempt() throws Exception {
    AtomicInteger count = new AtomicInteger();
    WebSocketClient known =
        WebSocketClient.builder().bearerAuth(() -> "t" + count.incrementAndGet()).build();
    try (RawServer server = RawServer.start(RawPeer::upgrade)) {
      known.connect(server.uri()).abort();
      known.connect(server.uri()).abort();
      assertThat(List.of(authorization(server), authorization(server)))
          .containsExactlyInAnyOrder("Bearer t1", "Bearer t2");
    }
  }

  @Test
  void credentialsInTheUriGoBeforeTheBuilders() throws Exception {
    WebSocketClient known = WebSocketClient.builder().bearerAuth("token").build();
    try (RawServer server = RawServer.start(RawPeer::upgrade)) {
      known.connect(URI.create("ws://a:b%2B+c@127.0.0.1:" + server.port())).abort();
      RawPeer peer = server.awaitEnd();
      assertThat(peer.field("Authorization")).isEqualTo("Basic YTpiKytj");
      assertThat(peer.field("Host")).isEqualTo("127.0.0.1:" + server.port());
    }
  }

  private static String authorization(RawServer server) throws InterruptedException {
    return server.awaitEnd().field("Authorization");
  }

  /// The server answers with these bytes.
  private HandshakeException refused(String answer) throws Exception {
    return fails(
        client,
        peer -> {
          peer.readHead();
          peer.send(answer);
          peer.awaitClose();
        });
  }

  /// Also waits for the client to close its end.
  private static HandshakeException fails(WebSocketClient client, RawServer.Script script)
      throws Exception {
    try (RawServer server = RawServer.start(script)) {
      HandshakeException e =
          catchThrowableOfType(
              HandshakeException.class, () -> client.connect(server.uri("/secret")));
      server.awaitEnd();
      return e;
    }
  }
}
