package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.HandshakeException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReconnectTest {
  private static final String BUSY =
      "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";
  private static final String FORBIDDEN = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";

  private final ManualTimer timer = new ManualTimer();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  // ---- what the tests are made of

  // Chance draws the least, so that what is waited is what the server asked for.
  private WebSocketClient client(UnaryOperator<ReconnectOptions> how) {
    ReconnectOptions options =
        ReconnectOptions.DEFAULTS.withListener((_, state) -> events.add(describe(state)));
    WebSocketClient client =
        WebSocketClient.builder()
            .reconnect(how.apply(options))
            .reconnect(() -> 0, InstantSource.system(), timer)
            .build();
    toClose.add(client);
    return client;
  }

  private WebSocketClient client() {
    return client(UnaryOperator.identity());
  }

  private static String describe(ReconnectState state) {
    return switch (state) {
      case ReconnectState.Connecting(int attempt) -> "connecting " + attempt;
      case ReconnectState.Open() -> "open";
      case ReconnectState.Away(String _, Duration next) -> "away for " + next.toMillis();
      case ReconnectState.Ended(CloseReason reason) -> "ended " + reason.code();
    };
  }

  /// Tells each connection's script which one it is, from 1 on.
  private interface Script {
    void talk(RawPeer peer, int connection) throws Exception;
  }

  private RawServer server(Script script) throws Exception {
    RawServer server = RawServer.start(peer -> script.talk(peer, connections.incrementAndGet()));
    toClose.add(server);
    return server;
  }

  private static void close(RawPeer peer, int code, String text) throws Exception {
    byte[] payload = (".." + text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    peer.send(new byte[] {(byte) 0x88, (byte) payload.length});
    peer.send(payload);
    peer.awaitClose();
  }

  private void then(String... expected) throws InterruptedException {
    for (String event : expected) {
      assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
    }
    assertThat(events).isEmpty();
  }

  private WebSocketHandler recording() {
    return new WebSocketHandler() {
      @Override
      public void onOpen(WebSocket ws) {
        events.add("onOpen");
      }

      @Override
      public void onMessage(WebSocket ws, Message message) {
        events.add("onMessage " + message.text());
      }

      @Override
      public void onClose(WebSocket ws, CloseReason reason) {
        events.add("onClose " + reason.code());
      }
    };
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  // ---- the three styles

  @Test
  void anEventHandlerSeesOneWebSocketOverAllConnections() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          peer.sendText("from " + connection);
          if (connection > 1) {
            peer.readText();
          }
        });
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "onMessage from 1", "away for 0");
    assertThat(ws.isOpen()).isFalse();

    timer.run();

    then("connecting 2", "open", "onMessage from 2");
    assertThat(ws.isOpen()).isTrue();
    ws.close();
    then("ended 1000", "onClose 1000");
    assertThat(ws.closed().join().by()).isEqualTo(CloseReason.By.LOCAL);
  }

  @Test
  void aBlockingReaderReadsOn() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          peer.sendText("first of " + connection);
          peer.sendText("second of " + connection);
          if (connection == 3) {
            close(peer, 1000, "");
          }
        });
    WebSocket ws = client().connectAsync(server.uri()).get(10, TimeUnit.SECONDS);
    // Two connections come and go while nobody reads.
    timer.run();
    timer.run();
    List<String> read = new ArrayList<>();
    for (Message message : ws.messages()) {
      read.add(message.text());
    }
    assertThat(read)
        .containsExactly(
            "first of 1", "second of 1", "first of 2", "second of 2", "first of 3", "second of 3");
    assertThatThrownBy(ws::receive)
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("1000");
  }

  @Test
  void aReadWithATimeoutGoesOnAcrossConnections() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          if (connection == 2) {
            peer.sendText("hi");
            peer.awaitClose();
          }
        });
    WebSocket ws = client().connect(server.uri());
    assertThat(ws.receive(Duration.ofMillis(1))).isEmpty();
    timer.run();
    assertThat(ws.receive(Duration.ofSeconds(10))).map(Message::text).contains("hi");
    ws.abort();
    assertThatThrownBy(() -> ws.receive(Duration.ofSeconds(10)))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void ofConnectionsThatNobodyReadsTheNewestFewAreKept() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          peer.sendText("from " + connection);
          if (connection == 9) {
            peer.awaitClose();
          }
        });
    WebSocket ws = client().connect(server.uri());
    for (int i = 0; i < 8; i++) {
      timer.run();
    }
    while (connections.get() < 9 || !ws.isOpen()) {
      Thread.onSpinWait();
    }
    assertThat(ws.receive().text()).isEqualTo("from 5");
    ws.abort();
  }

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

  // ---- sending

  @Test
  void whatIsSentWhileAwayFailsUnlessItMayWait() throws Exception {
    RawServer server = server((peer, connection) -> peer.upgrade());
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    assertThatThrownBy(() -> ws.send("hi"))
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("1006");
    assertThat(ws.sendAsync(Message.text("hi"))).isCompletedExceptionally();
    assertThat(ws.ping()).isCompletedExceptionally();
    assertThatThrownBy(ws::sendTextStream).isInstanceOf(ClosedException.class);
    ws.abort();
  }

  @Test
  void whatWaitedGoesInOrderBehindWhatIsSentAtOpen() throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          while (connection > 1) {
            got.add(peer.readText());
          }
        });
    WebSocketClient client =
        client(how ->
            how.withQueueLimit(3 * (64 + 2))
                .withListener((ws, state) -> {
                  events.add(describe(state));
                  if (state instanceof ReconnectState.Open) {
                    ws.send("log in");
                  }
                }));
    WebSocket ws = client.connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    assertThat(ws.send("m1")).isTrue();
    assertThat(ws.send("key", Message.text("m2"))).isTrue();
    CompletableFuture<Void> third = ws.sendAsync(Message.text("m3"));
    assertThat(ws.queuedBytes()).isEqualTo(6);
    assertThatThrownBy(() -> ws.send("m4")).isInstanceOf(ClosedException.class);
    assertThat(third).isNotDone();

    timer.run();
    then("connecting 2", "open");
    third.get(10, TimeUnit.SECONDS);
    ws.send("m5");
    for (String expected : List.of("log in", "m1", "m2", "m3", "m5")) {
      assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    ws.close();
  }

  @Test
  void whatWaitsWhenItEndsFails() throws Exception {
    RawServer server = server((peer, connection) -> peer.upgrade());
    WebSocket ws = client(how -> how.withQueueLimit(1000)).connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    CompletableFuture<Void> waits = ws.sendAsync(Message.text("hi"));
    ws.close();
    assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ClosedException.class);
    then("ended 1000", "onClose 1000");
    assertThatThrownBy(() -> ws.send("late")).isInstanceOf(ClosedException.class);
  }

  @Test
  void nothingIsSentTwice() throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          do {
            got.add(connection + " " + peer.readText());
          } while (connection > 1);
        });
    WebSocket ws = client(how -> how.withQueueLimit(1000)).connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen");
    ws.send("last of the first");
    then("away for 0");
    timer.run();
    then("connecting 2", "open");
    ws.send("first of the second");
    assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("1 last of the first");
    assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("2 first of the second");
    ws.close();
    assertThat(got).isEmpty();
  }

  @Test
  void moreMayNotWaitThanAConnectionTakes() {
    WebSocketOptions small = WebSocketOptions.DEFAULTS.withQueueLimit(1000);
    WebSocketClientBuilder builder =
        WebSocketClient.builder()
            .options(small)
            .reconnect(ReconnectOptions.DEFAULTS.withQueueLimit(1001));
    assertThatIllegalArgumentException().isThrownBy(builder::build);
  }

  // ---- ending

  @Test
  void closingWhileAwayEndsItAndNoAttemptFollows() throws Exception {
    RawServer server = server((peer, connection) -> peer.upgrade());
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    ws.close();
    then("ended 1000", "onClose 1000");
    assertThat(timer.isEmpty()).isTrue();
    assertThat(ws.closed().join().explanation()).contains("no connection");
    assertThat(connections).hasValue(1);
  }

  @Test
  void closingTheClientEndsWhatIsAwayAndWhatHasYetToConnect() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.readHead();
          peer.send(BUSY);
        });
    WebSocketClient client = client();
    CompletableFuture<WebSocket> connecting = client.connectAsync(server.uri());
    then("connecting 1", "away for 7000");
    client.close();
    assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ClosedException.class);
    then("ended 1001");
    assertThat(timer.isEmpty()).isTrue();
  }

  @Test
  void cancellingTheFutureGivesUp() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.readHead();
          peer.send(BUSY);
        });
    CompletableFuture<WebSocket> connecting = client().connectAsync(server.uri());
    then("connecting 1", "away for 7000");
    connecting.cancel(true);
    then("ended 1006");
    assertThat(timer.isEmpty()).isTrue();
  }

  @Test
  void anInterruptGivesUp() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.readHead();
          peer.awaitClose();
        });
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                WebSocket _ = client().connect(server.uri());
              } catch (CancellationException e) {
                thrown.complete(e);
              }
            });
    then("connecting 1");
    caller.interrupt();
    assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
    then("ended 1006");
  }

  @Test
  void aListenerThatThrowsHarmsNothing() throws Exception {
    BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
    RawServer server = server((peer, connection) -> RawServer.echo(peer));
    try (WebSocketClient client =
            WebSocketClient.builder()
                .options(WebSocketOptions.DEFAULTS.withErrorHook((_, e) -> reported.add(e)))
                .reconnect(
                    ReconnectOptions.DEFAULTS.withListener((_, state) -> {
                      throw new IllegalStateException(describe(state));
                    }))
                .build();
        WebSocket ws = client.connect(server.uri())) {
      ws.send("hi");
      assertThat(ws.receive().text()).isEqualTo("hi");
    }
    assertThat(reported).extracting(Throwable::getMessage).contains("connecting 1", "open");
  }

  @Test
  void itWorksWithTheEventLoopsOwnTime() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          if (connection < 3) {
            peer.upgrade();
          } else {
            RawServer.echo(peer);
          }
        });
    ReconnectOptions soon =
        ReconnectOptions.DEFAULTS
            .withDelays(Duration.ofMillis(1), Duration.ofMillis(50))
            .withQueueLimit(1000);
    try (WebSocketClient client = WebSocketClient.builder().reconnect(soon).build();
        WebSocket ws = client.connect(server.uri())) {
      while (connections.get() < 3 || !ws.isOpen()) {
        Thread.onSpinWait();
      }
      ws.send("hi");
      assertThat(ws.receive().text()).isEqualTo("hi");
    }
  }
}
