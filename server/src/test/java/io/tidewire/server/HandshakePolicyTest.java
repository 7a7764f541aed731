package io.tidewire.server;

import static io.tidewire.server.Servers.ask;
import static io.tidewire.server.Servers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.HandshakeRequest;
import io.tidewire.protocol.Headers;
import io.tidewire.server.RawClient.Response;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakePolicyTest {
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
            .limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200)));

    assertRefused(ask(builder, RawClient.handshake("/echo")), 503, "too long");
  }

  @Test
  void dropsADecisionThatComesAfterTheClientHasGone() throws Exception {
    CompletableFuture<HandshakeDecision> late = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo()
            .policyAsync(request -> late)
            .limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200)));
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.send(RawClient.handshake("/echo"));
      assertThat(client.response().status()).isEqualTo(503);
      assertThat(client.rest()).isEmpty();

      late.complete(HandshakeDecision.accept());

      assertThat(server.connections()).isEmpty();
    }
  }
}
