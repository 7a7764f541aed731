package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is tried again, when, and what each attempt asks for.
@Timeout(60)
class ReconnectAttemptsTest extends ReconnectFixture {
  private static final URI FAR = URI.create("ws://far.example/");

  // ---- what is tried again

  @Test
  void theFirstConnectionIsTriedAgainToo() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          if (connection == 1) {
            peer.readHead();
            peer.send(BUSY);
          } else {
            RawServer.echo(peer);
          }
        });
    CompletableFuture<WebSocket> connecting = client().connectAsync(server.uri());
    assertThat(timer.run()).isEqualTo(Duration.ofSeconds(7));
    try (WebSocket ws = connecting.get(10, TimeUnit.SECONDS)) {
      ws.send("hi");
      assertThat(ws.receive().text()).isEqualTo("hi");
    }
    then("connecting 1", "away for 7000", "connecting 2", "open", "ended 1000");
  }

  @Test
  void aRefusalThatWillNotHealEndsItAtOnce() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.readHead();
          peer.send(FORBIDDEN);
        });
    assertThatThrownBy(() -> client().connect(server.uri(), recording()))
        .isInstanceOfSatisfying(
            HandshakeException.class, refused -> assertThat(refused.status()).isEqualTo(403));
    then("connecting 1", "ended 1006");
    assertThat(timer.isEmpty()).isTrue();
  }

  @Test
  void aRefusalAfterAConnectionWasLostEndsItToo() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          if (connection == 1) {
            peer.upgrade();
          } else {
            peer.readHead();
            peer.send(FORBIDDEN);
          }
        });
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    timer.run();
    then("connecting 2", "ended 1006", "onClose 1006");
    assertThat(ws.closed().join().explanation()).contains("403");
  }

  @Test
  void aDrainingServersHintIsHeeded() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          if (connection == 1) {
            close(peer, 1001, "the server is shutting down; retry in 2500 ms");
          }
          peer.awaitClose();
        });
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 2500");
    timer.run();
    then("connecting 1", "open");
    ws.abort();
    then("ended 1006", "onClose 1006");
  }

  @Test
  void aPolicyCloseEndsIt() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          close(peer, 1008, "who are you");
        });
    WebSocket ws = client().connect(server.uri(), recording());
    assertThat(ws.closed().get(10, TimeUnit.SECONDS).code()).isEqualTo(1008);
    then("connecting 1", "open", "onOpen", "ended 1008", "onClose 1008");
  }

  @Test
  void aProxyThatWantsOtherCredentialsEndsIt() throws Exception {
    RawProxy raw = new RawProxy(0, "user:secret");
    try (RawServer http = RawServer.start(raw::http);
        RawServer socks = RawServer.start(raw::socks5)) {
      List<Proxy> proxies =
          List.of(
              Proxy.http("127.0.0.1", http.port()),
              Proxy.socks5("127.0.0.1", socks.port()),
              Proxy.socks5("127.0.0.1", socks.port()).withCredentials("user", "wrong"));
      for (Proxy proxy : proxies) {
        assertThatThrownBy(() -> through(proxy).connect(FAR))
            .isInstanceOf(HandshakeException.class);
        then("connecting 1", "ended 1006");
      }
    }
    assertThat(timer.isEmpty()).isTrue();
  }

  @Test
  void aProxyThatCannotReachTheServerIsTriedAgain() throws Exception {
    RawServer proxy =
        server((peer, connection) -> {
          peer.readHead();
          peer.send("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n");
        });
    CompletableFuture<WebSocket> connecting =
        through(Proxy.http("127.0.0.1", proxy.port())).connectAsync(FAR);
    then("connecting 1", "away for 0");
    timer.run();
    then("connecting 2", "away for 0");
    connecting.cancel(true);
  }

  private WebSocketClient through(Proxy proxy) {
    return client(UnaryOperator.identity(), builder -> builder.proxy(proxy));
  }

  @Test
  void theApplicationMayKnowBetter() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          close(peer, connection == 1 ? 4001 : 1001, "");
        });
    WebSocketClient client = client(how -> how.withComesBack(reason -> reason.code() == 4001));
    WebSocket ws = client.connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    timer.run();
    then("connecting 2", "open", "ended 1001", "onClose 1001");
    assertThat(ws.isOpen()).isFalse();
  }

  @Test
  void attemptsInARowHaveABound() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.readHead();
          peer.send(BUSY);
        });
    CompletableFuture<WebSocket> connecting =
        client(how -> how.withMaxAttempts(3)).connectAsync(server.uri());
    timer.run();
    timer.run();
    assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(HandshakeException.class);
    then(
        "connecting 1",
        "away for 7000",
        "connecting 2",
        "away for 7000",
        "connecting 3",
        "ended 1006");
  }

  @Test
  void aSteadyConnectionMakesTheNextAttemptAFirstOne() throws Exception {
    BlockingQueue<String> go = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          go.take();
        });
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen");
    go.add("lose it");
    then("away for 0");
    timer.run();
    then("connecting 2", "open");
    timer.pass(ReconnectOptions.DEFAULTS.maxDelay());
    go.add("lose it");
    then("away for 0");
    timer.run();
    then("connecting 1", "open");
    ws.abort();
    go.add("end");
  }

  // ---- what an attempt asks for

  @Test
  void eachAttemptAsksForItsRequest() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade("Sec-WebSocket-Protocol: v" + connection);
          asked.add(peer.head.getFirst() + " " + peer.field("Authorization"));
          if (connection > 1) {
            peer.awaitClose();
          }
        });
    AtomicInteger tokens = new AtomicInteger();
    WebSocketClient client =
        client(how ->
            how.withRequest(request -> {
              int token = tokens.incrementAndGet();
              return request
                  .withUri(server.uri("/?t=" + token))
                  .withHeader("Authorization", "Bearer " + token)
                  .withSubprotocols("v" + token);
            }));
    WebSocket ws = client.connect(server.uri());
    timer.run();
    assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /?t=1 HTTP/1.1 Bearer 1");
    assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo("GET /?t=2 HTTP/1.1 Bearer 2");
    then("connecting 1", "open", "away for 0", "connecting 2", "open");
    assertThat(ws.subprotocol()).contains("v2");
    assertThat(ws.request().queryParameter("t")).contains("2");
    ws.abort();
  }

  @Test
  void theBuildersTokenSupplierIsAskedOnEachAttempt() throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          asked.add(peer.field("Authorization"));
        });
    AtomicInteger tokens = new AtomicInteger();
    try (WebSocketClient client =
        WebSocketClient.builder()
            .bearerAuth(() -> "t" + tokens.incrementAndGet())
            .reconnect(ReconnectOptions.DEFAULTS)
            .reconnect(() -> 0, InstantSource.system(), timer)
            .build()) {
      WebSocket _ = client.connect(server.uri());
      timer.run();
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo("Bearer t1");
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo("Bearer t2");
    }
  }

  @Test
  void aTokenThatCannotBeFetchedNowIsTriedAgainAndAMistakeIsNot() throws Exception {
    RawServer server = server((peer, connection) -> RawServer.echo(peer));
    AtomicInteger tries = new AtomicInteger();
    WebSocketClient client =
        client(how ->
            how.withRequest(request -> {
              if (tries.incrementAndGet() == 1) {
                throw new UncheckedIOException(new ConnectException("no token today"));
              }
              throw new IllegalStateException("a mistake");
            }));
    CompletableFuture<WebSocket> connecting = client.connectAsync(server.uri());
    timer.run();
    assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("a mistake");
    then("connecting 1", "away for 0", "connecting 2", "ended 1006");
  }
}
