package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final String GOING_AWAY = "close 1001 the server is shutting down; retry in 0 ms";
  private static final byte[] CLOSE_1001 = RawClient.frame(0x88, new byte[] {3, (byte) 0xe9});

  private final List<RawClient> clients = new ArrayList<>();
  private WebSocketServer server;

  private RawClient connect() throws IOException {
    RawClient client = RawClient.connect(server);
    clients.add(client);
    return client;
  }

  private RawClient open() throws IOException {
    RawClient client = connect();
    client.upgrade("/echo");
    // Answered, so it is among the open connections.
    assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    return client;
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void aServerKeepsTheProcessAliveUntilItIsClosed() throws Exception {
    Set<Thread> before = keepers();
    server = Servers.echo().start();
    Set<Thread> keepers = keepers();
    keepers.removeAll(before);
    assertThat(keepers).singleElement().matches(thread -> !thread.isDaemon());

    server.close();

    assertThat(keepers.iterator().next().join(Duration.ofSeconds(10))).isTrue();
  }

  private static Set<Thread> keepers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tidewire-server"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void closesAllWith1001AndWaitsForTheirAnswers() throws Exception {
    server = Servers.echo().start();
    RawClient one = open();
    RawClient two = open();

    CompletableFuture<Void> drained = server.drain(Duration.ZERO);

    assertThat(server.draining()).isTrue();
    assertThat(one.frame()).startsWith("close 1001 the server is shutting down");
    assertThat(two.frame()).startsWith("close 1001 the server is shutting down");
    one.send(CLOSE_1001);
    assertThat(one.rest()).isEmpty();
    assertThat(drained).isNotDone();
    two.send(CLOSE_1001);
    drained.get(10, TimeUnit.SECONDS);
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void acceptsNoMore() throws Exception {
    server = Servers.echo().start();
    server.drain(Duration.ZERO).get(10, TimeUnit.SECONDS);

    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  @Test
  void spreadsTheClosesOverTheWindow() throws Exception {
    server = Servers.echo().start();
    List<RawClient> open = List.of(open(), open(), open());

    CompletableFuture<Void> slow = server.drain(Duration.ofHours(1));

    // One is closed at once; the others go on as before, until somebody loses patience.
    Servers.await(() -> server.connections().stream().filter(ws -> !ws.isOpen()).count() == 1);
    List<String> next = new ArrayList<>();
    for (RawClient client : open) {
      next.add(client.send(RawClient.text("still here")).frame());
    }
    assertThat(next).containsExactlyInAnyOrder(GOING_AWAY, "still here", "still here");
    assertThat(slow).isNotDone();

    CompletableFuture<Void> fast = server.drain(Duration.ZERO);
    for (RawClient client : open) {
      client.send(CLOSE_1001);
    }
    fast.get(10, TimeUnit.SECONDS);
    slow.get(10, TimeUnit.SECONDS);
  }

  @Test
  void closesEachWithinTheWindow() throws Exception {
    server = Servers.echo().start();
    List<RawClient> open = List.of(open(), open(), open(), open());

    CompletableFuture<Void> drained = server.drain(Duration.ofMillis(200));

    List<String> frames = new ArrayList<>();
    for (RawClient client : open) {
      frames.add(client.frame());
      client.send(CLOSE_1001);
    }
    // What the window is shorter than ten seconds, the hints make up for.
    assertThat(frames)
        .containsExactlyInAnyOrder(GOING_AWAY, goingAway(2450), goingAway(4900), goingAway(7350));
    drained.get(10, TimeUnit.SECONDS);
  }

  private static String goingAway(int hint) {
    return "close 1001 the server is shutting down; retry in " + hint + " ms";
  }

  @Test
  void sendsFirstWhatWasOnItsWay() throws Exception {
    server = Servers.echo().start();
    RawClient client = open();
    WebSocket ws = server.connections().iterator().next();
    for (int i = 0; i < 100; i++) {
      ws.send("message " + i);
    }

    server.drain(Duration.ZERO);

    for (int i = 0; i < 100; i++) {
      assertThat(client.frame()).isEqualTo("message " + i);
    }
    assertThat(client.frame()).isEqualTo(GOING_AWAY);
    client.send(CLOSE_1001);
  }

  @Test
  void tellsHealthChecksAndNewClientsInItsWindow() throws Exception {
    server = Servers.echo().healthCheck("/healthz").start();
    RawClient first = open();
    RawClient second = open();
    assertThat(connect().send(RawClient.get("/healthz")).response().line()).contains(" 200 ");

    CompletableFuture<Void> drained = server.drain(Duration.ofHours(1));

    RawClient check = connect();
    RawClient.Response health = check.send(RawClient.get("/healthz")).response();
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.body()).isEqualTo("draining\n");
    assertThat(check.rest()).isEmpty();
    RawClient.Response refused = connect().send(RawClient.handshake("/echo")).response();
    assertThat(refused.status()).isEqualTo(503);
    int retryAfter = Integer.parseInt(refused.field("Retry-After").orElseThrow());
    assertThat(retryAfter).isBetween(3000, 3600);

    // With the last WebSocket the window ends.
    first.close();
    second.close();
    drained.get(10, TimeUnit.SECONDS);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
  }

  @Test
  void aHealthCheckIsAGet() throws Exception {
    server = Servers.echo().healthCheck("/healthz").start();
    assertThat(connect().send("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n").head().status())
        .isEqualTo(200);
    RawClient.Response post =
        connect().send("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").response();
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.field("Allow")).contains("GET, HEAD");
  }

  @Test
  void cutsThoseThatDoNotAnswer() throws Exception {
    WebSocketOptions options = WebSocketOptions.DEFAULTS.withCloseTimeout(Duration.ofMillis(200));
    server = Servers.echo().options(options).start();
    RawClient mute = open();

    server.drain(Duration.ZERO).get(10, TimeUnit.SECONDS);

    assertThat(mute.frame()).isEqualTo(GOING_AWAY);
  }

  @Test
  void endsBlockingHandlersInOrder() throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    server =
        Servers.local()
            .blocking(
                "/echo",
                ws -> {
                  for (var message : ws.messages()) {
                    ws.send(message);
                  }
                  ended.complete("loop ended");
                })
            .start();
    RawClient client = open();

    server.drain(Duration.ZERO);

    assertThat(client.frame()).isEqualTo(GOING_AWAY);
    client.send(CLOSE_1001);
    assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("loop ended");
  }

  @Test
  void letsAHealthCheckSeeItAndEndsPlainConnectionsWithTheirResponse() throws Exception {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    CompletableFuture<HttpRequest> asked = new CompletableFuture<>();
    server =
        Servers.echo()
            .httpAsync(request -> {
              if (request.path().equals("/")) {
                return CompletableFuture.completedFuture(HttpResponse.NONE);
              }
              asked.complete(request);
              return answer;
            })
            .start();
    RawClient idle = connect();
    assertThat(idle.send(RawClient.get("/")).response().status()).isEqualTo(404);
    RawClient busy = connect();
    busy.send(RawClient.get("/healthz"));
    asked.get(10, TimeUnit.SECONDS);

    CompletableFuture<Void> drained = server.drain(Duration.ZERO);

    assertThat(idle.rest()).isEmpty();
    assertThat(drained).isNotDone();
    answer.complete(HttpResponse.text(server.draining() ? 503 : 200, "draining"));
    RawClient.Response response = busy.response();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.field("Connection")).contains("close");
    assertThat(busy.rest()).isEmpty();
    busy.close();
    drained.get(10, TimeUnit.SECONDS);
  }

  @Test
  void sendsAHandshakeThatWasUnderWayElsewhere() throws Exception {
    CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
    CompletableFuture<String> asked = new CompletableFuture<>();
    server =
        Servers.echo()
            .policyAsync(request -> {
              asked.complete(request.path());
              return decision;
            })
            .start();
    RawClient late = connect();
    late.send(RawClient.handshake("/echo"));
    asked.get(10, TimeUnit.SECONDS);

    CompletableFuture<Void> drained = server.drain(Duration.ZERO);
    decision.complete(HandshakeDecision.accept());

    // It may open, but only to learn that it is to go elsewhere.
    assertThat(late.head().status()).isEqualTo(101);
    assertThat(late.frame()).isEqualTo(GOING_AWAY);
    late.send(CLOSE_1001);
    assertThat(late.rest()).isEmpty();
    late.close();
    drained.get(10, TimeUnit.SECONDS);
  }

  @Test
  void closeMayBeCalledAgainAndAgain() throws Exception {
    server = Servers.echo().threads(1).start();

    server.close();
    server.close();

    assertThat(server.draining()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> server.drain(Duration.ofMillis(-1)));
  }
}
