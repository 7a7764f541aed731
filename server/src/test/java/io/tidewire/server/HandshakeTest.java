package io.tidewire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.netty.channel.Channel;
import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Connections;
import io.tidewire.connection.EventLoops;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.OriginRule;
import io.tidewire.server.RawClient.Response;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeTest {
  private static Response ask(WebSocketServerBuilder builder, String request) throws Exception {
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      return client.send(request).response();
    }
  }

  private static void assertRefused(Response response, int status, String words) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).contains(words).endsWith("\n").hasLineCount(1);
    assertThat(response.fields()).contains("connection: close");
  }

  @Test
  void opensAnEcho() throws Exception {
    try (WebSocketServer server = Servers.echo().start();
        RawClient client = RawClient.connect(server)) {
      Response response = client.upgrade("/echo");

      assertThat(response.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(response.fields())
          .containsExactlyInAnyOrder(
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Accept: " + RawClient.ACCEPT);
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    }
  }

  @Test
  void opensForABlockingHandler() throws Exception {
    WebSocketServerBuilder builder =
        Servers.local()
            .blocking(
                "/chat/{room}",
                ws -> {
                  for (var message : ws.messages()) {
                    ws.send(ws.request().pathParameter("room") + ": " + message.text());
                  }
                });
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/chat/caf%C3%A9");

      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("café: hi");
      assertThat(client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xe8})).frame())
          .isEqualTo("close 1000 ");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void sendsWhatOnOpenSendsAfterThe101() throws Exception {
    WebSocketHandler greeting =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocket ws) {
            ws.send("welcome");
          }
        };
    try (WebSocketServer server = Servers.local().route("/", greeting).start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/");

      assertThat(client.frame()).isEqualTo("welcome");
    }
  }

  // ---- what the rules refuse

  @Test
  void answersAnUnknownPathWith404() throws Exception {
    assertRefused(ask(Servers.echo(), RawClient.handshake("/other")), 404, "nothing here");
  }

  @Test
  void answersAnotherMethodWith405() throws Exception {
    Response response = ask(Servers.echo(), RawClient.handshake("/echo").replace("GET", "POST"));

    assertRefused(response, 405, "send GET");
    assertThat(response.field("Allow")).contains("GET");
  }

  @Test
  void answersAnotherVersionWith426AndThoseSpoken() throws Exception {
    Response response = ask(Servers.echo(), RawClient.handshake("/echo").replace("13", "99"));

    assertRefused(response, 426, "not spoken");
    assertThat(response.field("Sec-WebSocket-Version")).contains("13, 8, 7");
    assertThat(response.fields()).contains("Connection: Upgrade", "connection: close");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: localhost, X-Host: localhost",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short",
    "Connection: Upgrade, Connection: keep-alive",
    "/echo HTTP/1.1, /echo HTTP/1.0",
    "/echo HTTP/1.1, /echo%zz HTTP/1.1",
    "Host: localhost, 'Host: localhost\r\nContent-Length: 2'"
  })
  void answersABrokenHandshakeWith400(String good, String broken) throws Exception {
    String request = RawClient.handshake("/echo").replace(good, broken) + "{}";

    Response response = ask(Servers.echo(), request);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).hasLineCount(1);
  }

  @Test
  void answersAForeignOriginWith403() throws Exception {
    String request = RawClient.handshake("/echo", "Origin: https://evil.example");

    assertRefused(ask(Servers.echo(), request), 403, "https://evil.example");
    assertRefused(
        ask(Servers.echo().origins(OriginRule.allow(List.of("https://good.example"))), request),
        403,
        "https://evil.example");
  }

  @Test
  void acceptsTheSameOriginAndThoseAllowed() throws Exception {
    assertThat(
            ask(Servers.echo(), RawClient.handshake("/echo", "Origin: http://localhost")).status())
        .isEqualTo(101);
    assertThat(
            ask(
                    Servers.echo().origins(OriginRule.allow(List.of("https://good.example"))),
                    RawClient.handshake("/echo", "Origin: https://good.example"))
                .status())
        .isEqualTo(101);
  }

  // ---- the policy

  @Test
  void showsThePolicyTheWholeRequest() throws Exception {
    CompletableFuture<HandshakeRequest> seen = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.local()
            .route("/chat/{room}", Servers.echoHandler(), "v2")
            .policy(request -> {
              seen.complete(request);
              return HandshakeDecision.accept();
            });

    ask(
        builder,
        RawClient.handshake(
            "/chat/a%20b?user=x%26y&n=1&n=2",
            "Cookie: a=1; session=\"abc\"", "Sec-WebSocket-Protocol: v2, v1", "X-Extra: yes"));

    HandshakeRequest request = seen.get(10, TimeUnit.SECONDS);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.path()).isEqualTo("/chat/a b");
    assertThat(request.pathParameter("room")).isEqualTo("a b");
    assertThat(request.queryParameter("user")).contains("x&y");
    assertThat(request.query()).containsEntry("n", List.of("1", "2"));
    assertThat(request.cookie("session")).contains("abc");
    assertThat(request.header("x-extra")).contains("yes");
    assertThat(request.subprotocols()).containsExactly("v2", "v1");
    assertThat(request.tls()).isEmpty();
    assertThat(request.remoteAddress())
        .isInstanceOfSatisfying(
            InetSocketAddress.class,
            address -> assertThat(address.getAddress().isLoopbackAddress()).isTrue());
  }

  @Test
  void letsThePolicySetSubprotocolHeadersAndAttributes() throws Exception {
    WebSocketServerBuilder builder =
        Servers.local()
            .blocking("/", ws -> ws.send(ws.attributes().get("user") + ws.subprotocol().get()))
            .policy(request ->
                HandshakeDecision.accept()
                    .subprotocol("v1")
                    .header("Set-Cookie", "a=1")
                    .header("Set-Cookie", "b=2")
                    .attribute("user", "ada"));
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      Response response = client.upgrade("/", "Sec-WebSocket-Protocol: v2, v1");

      assertThat(response.field("Sec-WebSocket-Protocol")).contains("v1");
      assertThat(response.fields()).contains("Set-Cookie: a=1", "Set-Cookie: b=2");
      assertThat(client.frame()).isEqualTo("adav1");
    }
  }

  @Test
  void refusesAsThePolicySays() throws Exception {
    HttpResponse login =
        HttpResponse.of(401, Headers.of("WWW-Authenticate", "Basic"), new byte[] {'n', 'o'});

    Response line =
        ask(
            Servers.echo().policy(request -> HandshakeDecision.refuse(403, "members only")),
            RawClient.handshake("/echo"));
    Response whole =
        ask(
            Servers.echo().policy(request -> HandshakeDecision.refuse(login)),
            RawClient.handshake("/echo"));

    assertRefused(line, 403, "members only");
    assertThat(whole.status()).isEqualTo(401);
    assertThat(whole.field("WWW-Authenticate")).contains("Basic");
    assertThat(whole.body()).isEqualTo("no");
  }

  @Test
  void waitsForAPolicyThatTakesTime() throws Exception {
    CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
    CompletableFuture<HandshakeRequest> asked = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo()
            .policyAsync(request -> {
              asked.complete(request);
              return decision;
            });
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.send(RawClient.handshake("/echo"));
      asked.get(10, TimeUnit.SECONDS);
      decision.complete(HandshakeDecision.accept());

      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    }
  }

  static Stream<WebSocketServerBuilder> failingPolicies() {
    IllegalStateException failure = new IllegalStateException("secret");
    return Stream.of(
        Servers.echo()
            .policy(request -> {
              throw failure;
            }),
        Servers.echo()
            .policyAsync(request -> {
              throw failure;
            }),
        Servers.echo().policyAsync(request -> CompletableFuture.failedFuture(failure)),
        Servers.echo().policy(request -> null),
        Servers.echo().policyAsync(request -> null),
        Servers.echo().policy(request -> HandshakeDecision.accept().subprotocol("never offered")),
        Servers.echo()
            .policy(request -> HandshakeDecision.accept().header("Upgrade", "something else")));
  }

  @ParameterizedTest
  @MethodSource("failingPolicies")
  void answers500WhereThePolicyFailsAndLogsIt(WebSocketServerBuilder builder) throws Exception {
    try (Logs logs = new Logs()) {
      Response response = ask(builder, RawClient.handshake("/echo"));

      assertRefused(response, 500, "the server failed to answer this request");
      assertThat(logs.lines()).contains("the handshake policy failed for /echo");
    }
  }

  @Test
  void answers503WhereThePolicyNeverDecides() throws Exception {
    WebSocketServerBuilder builder =
        Servers.echo()
            .policyAsync(request -> new CompletableFuture<>())
            .handshakeTimeout(Duration.ofMillis(200));

    assertRefused(ask(builder, RawClient.handshake("/echo")), 503, "too long");
  }

  @Test
  void dropsADecisionThatComesAfterTheClientHasGone() throws Exception {
    CompletableFuture<HandshakeDecision> late = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo().policyAsync(request -> late).handshakeTimeout(Duration.ofMillis(200));
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.send(RawClient.handshake("/echo"));
      assertThat(client.response().status()).isEqualTo(503);
      assertThat(client.rest()).isEmpty();

      late.complete(HandshakeDecision.accept());

      assertThat(server.connections()).isEmpty();
    }
  }

  // ---- subprotocols

  @ParameterizedTest
  @CsvSource({
    "'b, a', b",
    "'x, a', a",
    "x, ",
  })
  void speaksTheFirstSubprotocolInTheClientsOrder(String offered, String spoken) throws Exception {
    String request = RawClient.handshake("/echo", "Sec-WebSocket-Protocol: " + offered);

    Response response = ask(Servers.echo().subprotocols("a", "b"), request);

    assertThat(response.field("Sec-WebSocket-Protocol").orElse(null)).isEqualTo(spoken);
  }

  @Test
  void speaksARoutesOwnSubprotocolsInPlaceOfTheServers() throws Exception {
    WebSocketServerBuilder builder =
        Servers.local().subprotocols("a").route("/own", Servers.echoHandler(), "b");

    Response response = ask(builder, RawClient.handshake("/own", "Sec-WebSocket-Protocol: a, b"));

    assertThat(response.field("Sec-WebSocket-Protocol")).contains("b");
  }

  // ---- bytes behind the handshake

  @Test
  void losesNothingThatComesGluedBehindTheHandshake() throws Exception {
    byte[] glued =
        RawClient.join(
            RawClient.handshake("/echo").getBytes(US_ASCII),
            RawClient.text("one"),
            RawClient.text("two"));
    for (int cut = glued.length - 20; cut <= glued.length; cut++) {
      try (WebSocketServer server = Servers.echo().start();
          RawClient client = RawClient.connect(server)) {
        client.send(Arrays.copyOf(glued, cut));
        client.send(Arrays.copyOfRange(glued, cut, glued.length));

        assertThat(client.head().status()).isEqualTo(101);
        assertThat(client.frame()).isEqualTo("one");
        assertThat(client.frame()).isEqualTo("two");
      }
    }
  }

  @Test
  void losesNothingThatComesWhileThePolicyDecides() throws Exception {
    CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
    CompletableFuture<HandshakeRequest> asked = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo()
            .policyAsync(request -> {
              asked.complete(request);
              return decision;
            });
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.send(
          RawClient.join(
              RawClient.handshake("/echo").getBytes(US_ASCII),
              // Glued, and what looks like HTTP to a parser that goes on.
              RawClient.text("GET / HTTP/1.1\r\n\r\n")));
      asked.get(10, TimeUnit.SECONDS);
      for (int i = 0; i < 2_000; i++) {
        client.send(RawClient.text("later " + i));
      }
      decision.complete(HandshakeDecision.accept());

      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.frame()).isEqualTo("GET / HTTP/1.1\r\n\r\n");
      for (int i = 0; i < 2_000; i++) {
        assertThat(client.frame()).isEqualTo("later " + i);
      }
    }
  }

  @Test
  void readsTheHandshakeAtEverySplit() throws Exception {
    String request = RawClient.handshake("/echo");
    try (WebSocketServer server = Servers.echo().start()) {
      for (int cut = 1; cut < request.length(); cut++) {
        try (RawClient client = RawClient.connect(server)) {
          client.send(request.substring(0, cut)).send(request.substring(cut));
          assertThat(client.head().status()).isEqualTo(101);
        }
      }
    }
  }

  @Test
  void leavesNothingOfHttpInTheWay() throws Exception {
    CompletableFuture<Channel> upgraded = new CompletableFuture<>();
    Route.Opening opening =
        (channel, agreed) -> {
          upgraded.complete(channel);
          return Connections.open(channel, agreed, Servers.echoHandler());
        };
    Route route = new Route(RoutePattern.parse("/"), opening, List.of());
    OpenConnections connections = new OpenConnections();
    Application application =
        new Application(
            new Routes(List.of(route)),
            OriginRule.sameOrigin(),
            List.of(),
            WebSocketOptions.DEFAULTS,
            request -> CompletableFuture.completedFuture(HandshakeDecision.accept()),
            request -> CompletableFuture.completedFuture(HttpResponse.NONE),
            () -> false);
    try (WebSocketServer server =
            WebSocketServer.start(
                EventLoops.shared(),
                List.of(Listener.tcp("127.0.0.1", 0)),
                HttpLimits.DEFAULTS,
                connections,
                application);
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/");
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");

      assertThat(upgraded.join().pipeline().toMap()).hasSize(1);
      assertThat(upgraded.join().config().isAutoRead()).isTrue();
    }
  }

  @Test
  void doesNotReadFramesBehindARefusedHandshakeAsRequests() throws Exception {
    String smuggled = RawClient.get("/echo");
    try (WebSocketServer server = Servers.echo().start();
        RawClient client = RawClient.connect(server)) {
      client.send(RawClient.handshake("/other") + smuggled + smuggled);

      assertThat(client.response().status()).isEqualTo(404);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void needsAHandlerAndAPolicy() {
    assertThatNullPointerException().isThrownBy(() -> Servers.local().route("/", null));
    assertThatNullPointerException().isThrownBy(() -> Servers.local().policy(null));
    assertThatNullPointerException().isThrownBy(() -> Servers.local().http(null));
  }

  @Test
  void showsOpenConnections() throws Exception {
    CompletableFuture<WebSocket> open = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.local().blocking("/", ws -> ws.messages().forEach(message -> open.complete(ws)));
    try (WebSocketServer server = builder.start()) {
      try (RawClient client = RawClient.connect(server)) {
        client.upgrade("/");
        client.send(RawClient.text("here"));

        assertThat(server.connections()).containsExactly(open.get(10, TimeUnit.SECONDS));
      }
      Servers.await(server.connections()::isEmpty);
    }
  }
}
