package io.tidewire.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.HandshakeRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Refused handshakes reach the application, whoever refused them and why.
class RefusedHookTest {
  private record Told(HandshakeRequest request, HttpResponse response) {}

  private final List<Told> told = new CopyOnWriteArrayList<>();

  private WebSocketServerBuilder watched() {
    return Servers.echo().onRefused((request, response) -> told.add(new Told(request, response)));
  }

  @ParameterizedTest
  @CsvSource({
    "/echo, 'Origin: https://evil.example', 403",
    "/other, 'X: y', 404",
    "/echo%zz, 'X: y', 400",
    "/echo, 'Sec-WebSocket-Extensions: ;', 400",
    "/echo, 'Sec-WebSocket-Protocol: a, a', 400"
  })
  void whatTheRulesRefuseIsTold(String target, String field, int status) throws Exception {
    Servers.ask(watched(), RawClient.handshake(target, field));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().response().status()).isEqualTo(status);
    assertThat(told.getFirst().request().path()).isEqualTo(target);
    assertThat(told.getFirst().request().header(field.substring(0, field.indexOf(':'))))
        .contains(field.substring(field.indexOf(':') + 2));
    assertThat(told.getFirst().request().remoteAddress().toString()).startsWith("/127.0.0.1:");
  }

  @Test
  void whatThePolicyRefusesIsToldWithItsQuery() throws Exception {
    WebSocketServerBuilder builder =
        watched().policy(_ -> HandshakeDecision.refuse(401, "sign in first"));
    Servers.ask(builder, RawClient.handshake("/echo?user=ada"));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().response().status()).isEqualTo(401);
    assertThat(new String(told.getFirst().response().body(), UTF_8)).isEqualTo("sign in first\n");
    assertThat(told.getFirst().request().queryParameter("user")).contains("ada");
  }

  @Test
  void aPolicyThatIsTooSlowIsTold() throws Exception {
    WebSocketServerBuilder builder =
        watched()
            .limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200)))
            .policyAsync(_ -> new CompletableFuture<>());
    Servers.ask(builder, RawClient.handshake("/echo"));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().response().status()).isEqualTo(503);
  }

  @Test
  void oneTooManyIsToldWithItsClient() throws Exception {
    WebSocketServerBuilder builder =
        watched()
            .trust(TrustedProxies.xForwardedFor(Networks.LOOPBACK))
            .limits(
                ServerLimits.DEFAULTS.withUncounted(Networks.NONE).withConnectionsPerAddress(1));
    try (WebSocketServer server = builder.start();
        RawClient first = RawClient.connect(server);
        RawClient second = RawClient.connect(server)) {
      first.upgrade("/echo", "X-Forwarded-For: 192.0.2.1");
      String handshake = RawClient.handshake("/echo", "X-Forwarded-For: 192.0.2.1");

      assertThat(second.send(handshake).response().status()).isEqualTo(429);
    }
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().response().status()).isEqualTo(429);
    assertThat(told.getFirst().request().remoteAddress()).hasToString("/192.0.2.1:0");
  }

  @Test
  void plainRequestsAndGoodHandshakesAreNot() throws Exception {
    Servers.ask(watched(), RawClient.get("/echo"));
    Servers.ask(watched(), RawClient.handshake("/echo"));

    assertThat(told).isEmpty();
  }

  @Test
  void aHookThatThrowsChangesNothingAndIsLogged() throws Exception {
    WebSocketServerBuilder builder =
        Servers.echo()
            .onRefused((_, _) -> {
              throw new IllegalStateException("no");
            });
    try (Logs logs = new Logs()) {
      assertThat(Servers.ask(builder, RawClient.handshake("/other")).status()).isEqualTo(404);
      assertThat(logs.lines()).contains("the hook for refused handshakes failed");
    }
  }
}
