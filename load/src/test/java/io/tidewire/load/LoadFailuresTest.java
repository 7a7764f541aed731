package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Servers that do what they should not: each ends the run with a sentence.
@Timeout(60)
class LoadFailuresTest {
  private static LoadOptions options(URI target) {
    // Ends long before the test does only if the failure ends it.
    return LoadOptions.of(target)
        .withTimes(Duration.ofHours(1), Duration.ofHours(1))
        .withTimeout(Duration.ofSeconds(30));
  }

  private static String failure(LoadOptions options) throws Exception {
    return LoadGenerator.run(options, progress -> {}).failure().orElseThrow();
  }

  private static String failure(RawPeer.Script script) throws Exception {
    try (RawPeer peer = RawPeer.tcp(script)) {
      return failure(options(peer.uri()));
    }
  }

  private static void refuses(RawPeer.Script script, String... why) throws Exception {
    try (RawPeer peer = RawPeer.tcp(script)) {
      refuses(options(peer.uri()), why);
    }
  }

  private static void refuses(LoadOptions options, String... why) {
    assertThatExceptionOfType(LoadException.class)
        .isThrownBy(() -> LoadGenerator.run(options, progress -> {}))
        .withMessageContainingAll(why);
  }

  // ---- no connection

  @Test
  void nobodyListens() {
    refuses(
        options(URI.create("ws://127.0.0.1:1/a?token=secret")),
        "cannot connect to ws://127.0.0.1:1/a: connection refused by 127.0.0.1:1");
    refuses(options(URI.create("tcp://localhost:1")), "connection refused");
  }

  @Test
  void theHostIsNotKnown() {
    refuses(options(URI.create("ws://nowhere.invalid/")), "nowhere.invalid is not known");
  }

  @Test
  void theHandshakeIsRefused() throws Exception {
    refuses(
        peer -> {
          RawPeer.readHead(peer.getInputStream());
          RawPeer.write(
              peer, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 9\r\n\r\nfull up\r\n");
        },
        "the server answered 503 Service Unavailable: full up");
  }

  @Test
  void theAnswerIsWrong() throws Exception {
    refuses(peer -> RawPeer.write(peer, "SSH-2.0-nothing\r\n\r\n"), "not HTTP");
    refuses(
        peer -> {
          RawPeer.readHead(peer.getInputStream());
          RawPeer.write(
              peer,
              """
              HTTP/1.1 101 OK\r
              Upgrade: websocket\r
              Connection: Upgrade\r
              Sec-WebSocket-Accept: AAAA\r
              \r
              """);
        },
        "Sec-WebSocket-Accept");
  }

  @Test
  void thereIsNoAnswer() throws Exception {
    try (RawPeer peer = RawPeer.tcp(RawPeer::listen)) {
      refuses(
          options(peer.uri()).withTimeout(Duration.ofMillis(500)),
          "no answer to the handshake within 500 ms");
    }
    refuses(peer -> RawPeer.readHead(peer.getInputStream()), "the server closed the connection");
  }

  @Test
  void thereIsNoTls() throws Exception {
    try (RawPeer peer = RawPeer.tcp(socket -> RawPeer.write(socket, "not TLS at all"))) {
      refuses(
          options(URI.create("wss://127.0.0.1:" + peer.port() + "/")),
          "does not speak TLS on this port");
    }
  }

  @Test
  void aLaterConnectionIsRefused() {
    AtomicInteger count = new AtomicInteger();
    try (WebSocketServer server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .route("/", WebSocketHandler.onMessage(WebSocket::send))
            .policy(_ ->
                count.incrementAndGet() > 3
                    ? HandshakeDecision.refuse(503, "enough")
                    : HandshakeDecision.accept())
            .start()) {
      URI target = URI.create("ws://127.0.0.1:" + server.port() + "/");
      refuses(options(target).withConnections(200), " of 200 did not open: ", "503", "enough");
    }
  }

  @Test
  void thereAreNotSoManyFiles() {
    refuses(
        options(URI.create("ws://127.0.0.1:1/")).withConnections(2_000_000_000),
        "2000000000 connections need",
        "ulimit -n");
  }

  @Test
  void thereIsNoSuchProcess() {
    refuses(options(URI.create("ws://127.0.0.1:1/")).withServerPid(4_000_000_000L), "no process");
  }

  // ---- the end in the middle

  @Test
  void theServerCloses() throws Exception {
    assertThat(
            failure(peer -> {
              RawPeer.upgrade(peer);
              RawPeer.writeHex(peer, "880503f36f6f70");
              RawPeer.listen(peer);
            }))
        .isEqualTo("connection 1 of 1: the server closed it with 1011 (oop)");
  }

  @Test
  void theServerVanishes() throws Exception {
    assertThat(failure(RawPeer::upgrade)).contains("connection 1 of 1: ");
  }

  @Test
  void theServerFallsSilent() throws Exception {
    try (RawPeer peer = RawPeer.tcp(LoadFailuresTest::fallSilent)) {
      assertThat(failure(options(peer.uri()).withTimeout(Duration.ofSeconds(5))))
          .isEqualTo("connection 1 of 1: no answer within 5 s");
    }
  }

  private static void fallSilent(Socket socket) throws IOException {
    RawPeer.upgrade(socket);
    RawPeer.listen(socket);
  }

  @Test
  void aShortRunNoticesSilenceAtItsEnd() throws Exception {
    try (RawPeer peer = RawPeer.tcp(LoadFailuresTest::fallSilent)) {
      LoadOptions options =
          LoadOptions.of(peer.uri()).withTimes(Duration.ZERO, Duration.ofMillis(200));
      assertThat(failure(options)).contains("no answer within 200 ms");
    }
  }

  @Test
  void theServerNeverStops() throws Exception {
    assertThat(
            failure(peer -> {
              RawPeer.upgrade(peer);
              byte[] answer = new Payload(Payload.Kind.ASCII, 64).generate(0);
              for (int i = 0; i < 2; i++) {
                peer.getOutputStream().write(new byte[] {(byte) 0x81, 64});
                peer.getOutputStream().write(answer);
              }
              RawPeer.listen(peer);
            }))
        .contains("a message that nobody asked for");
  }

  @Test
  void anEchoChangesWhatItSendsBack() throws Exception {
    try (WebSocketServer server =
        echo((ws, text) -> ws.send(text.substring(0, 10) + "~" + text.substring(11)))) {
      URI target = URI.create("ws://127.0.0.1:" + server.port() + "/");
      assertThat(failure(options(target).withConnections(3)))
          .contains("message 0 came back changed: byte 10 is 7e, not ");
    }
  }

  @Test
  void anEchoChangesOneMessageOfManyInTheEnd() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (WebSocketServer server =
        echo((ws, text) ->
            ws.send(count.incrementAndGet() > 500 ? "~".repeat(text.length()) : text))) {
      URI target = URI.create("ws://127.0.0.1:" + server.port() + "/");
      assertThat(failure(options(target))).contains(" came back changed");
    }
  }

  @Test
  void anEchoDropsBytes() throws Exception {
    try (WebSocketServer server = echo((ws, text) -> ws.send(text.substring(1)))) {
      URI target = URI.create("ws://127.0.0.1:" + server.port() + "/");
      assertThat(failure(options(target))).contains("message 0 came back ");
    }
  }

  @Test
  void aCompressingEchoChangesWhatItSendsBack() throws Exception {
    try (WebSocketServer server = echo((ws, text) -> ws.send(text.replace('a', 'b')))) {
      URI target = URI.create("ws://127.0.0.1:" + server.port() + "/");
      LoadOptions options =
          options(target).withPayload(Payload.Kind.JSON, 10_000).withCompression(true);
      assertThat(failure(options)).contains("message 0 came back changed");
    }
  }

  @Test
  void aBareEchoChangesWhatItSendsBack() throws Exception {
    try (RawPeer peer =
        RawPeer.tcp(socket -> {
          byte[] some = socket.getInputStream().readNBytes(50);
          some[49]++;
          socket.getOutputStream().write(some);
          RawPeer.listen(socket);
        })) {
      assertThat(failure(options(URI.create("tcp://127.0.0.1:" + peer.port()))))
          .contains("message 0 came back changed: byte 49 ");
    }
  }

  private interface TextHandler {
    void text(WebSocket ws, String text);
  }

  private static WebSocketServer echo(TextHandler handler) {
    return WebSocketServer.builder()
        .host("127.0.0.1")
        .port(0)
        .route("/", WebSocketHandler.onMessage((ws, message) -> handler.text(ws, message.text())))
        .start();
  }
}
