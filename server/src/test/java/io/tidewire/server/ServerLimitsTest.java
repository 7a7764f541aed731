package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.server.RawClient.Response;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/// The limits over real connections: what a client gets to see of them.
class ServerLimitsTest {
  // So that loopback is an address like any other.
  private static final ServerLimits LIMITS = ServerLimits.DEFAULTS.withUncounted(Networks.NONE);

  private static void assertRefused(Response response, int status, String retryAfter) {
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.field("Retry-After")).contains(retryAfter);
    assertThat(response.body()).hasLineCount(1).endsWith("\n");
    assertThat(response.fields()).contains("connection: close");
  }

  @Test
  void oneConnectionTooManyIsRefusedWith503AndLaterOneHasItsPlace() throws Exception {
    try (WebSocketServer server = Servers.echo().limits(LIMITS.withConnections(2)).start()) {
      RawClient first = RawClient.connect(server);
      first.upgrade("/echo");
      // Nothing was said here, and it has a place as well.
      RawClient second = RawClient.connect(server);
      Servers.await(() -> server.figures().connections() == 2);
      try (RawClient third = RawClient.connect(server)) {
        assertRefused(third.send(RawClient.handshake("/echo")).response(), 503, "10");
        assertThat(third.rest()).isEmpty();
      }
      assertThat(server.figures().full()).isEqualTo(1);
      assertThat(server.figures().webSockets()).isEqualTo(1);
      second.close();
      Servers.await(() -> server.figures().connections() == 1);
      try (RawClient fourth = RawClient.connect(server)) {
        fourth.upgrade("/echo");
      }
      assertThat(first.send(RawClient.text("still here")).frame()).isEqualTo("still here");
      first.close();
    }
  }

  @Test
  void oneTooManyOfAnAddressIsRefusedWith429AlsoWhereItAsksForAPage() throws Exception {
    WebSocketServerBuilder builder =
        Servers.echo()
            .http(_ -> HttpResponse.text(200, "page"))
            .limits(LIMITS.withConnectionsPerAddress(1));
    try (WebSocketServer server = builder.start();
        RawClient first = RawClient.connect(server)) {
      first.upgrade("/echo");
      try (RawClient second = RawClient.connect(server);
          RawClient third = RawClient.connect(server)) {
        assertRefused(second.send(RawClient.handshake("/echo")).response(), 429, "10");
        assertRefused(third.send(RawClient.get("/")).response(), 429, "10");
      }
      assertThat(server.figures().crowded()).isEqualTo(2);
      assertThat(server.figures().refused()).isEqualTo(1);
    }
  }

  @Test
  void oneHandshakeTooManyInASecondIsRefusedWith429() throws Exception {
    try (WebSocketServer server =
        Servers.echo().limits(LIMITS.withHandshakesPerSecond(1)).start()) {
      Response response = handshake(server);
      for (int i = 0; i < 1_000 && response.status() == 101; i++) {
        response = handshake(server); // Two in a second, on a machine that may be slow.
      }
      assertRefused(response, 429, "1");
      assertThat(server.figures().hurried()).isEqualTo(1);
      assertThat(server.figures().opened()).isPositive();
    }
  }

  private static Response handshake(WebSocketServer server) throws Exception {
    try (RawClient client = RawClient.connect(server)) {
      return client.send(RawClient.handshake("/echo")).response();
    }
  }

  @Test
  void overTlsARefusalIsReadableToo() throws Exception {
    X509Bundle bundle = Certificates.selfSigned(Algorithm.ecp256, "localhost");
    ServerTls tls = ServerTls.keys(bundle.toKeyManagerFactory());
    WebSocketServerBuilder builder =
        WebSocketServer.builder()
            .listen(Listener.tls("127.0.0.1", 0, tls))
            .limits(LIMITS.withConnections(1));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {bundle.toTrustManager()}, null);
    try (WebSocketServer server = builder.start();
        RawClient silent = RawClient.connect(server)) {
      silent.send("\u0016"); // TLS begins, and stops
      Servers.await(() -> server.figures().connections() == 1);
      var socket =
          context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
      try (RawClient client = new RawClient(socket)) {
        assertRefused(client.send(RawClient.handshake("/")).response(), 503, "10");
      }
    }
  }

  @Test
  void moreThanCanBeToldAreClosedAtOnce() throws Exception {
    try (WebSocketServer server = Servers.echo().limits(LIMITS.withConnections(1)).start();
        RawClient first = RawClient.connect(server)) {
      Servers.await(() -> server.figures().connections() == 1);
      List<RawClient> refused = new ArrayList<>();
      while (server.figures().unanswered() == 0) {
        refused.add(RawClient.connect(server));
      }
      for (RawClient client : refused) {
        client.close();
      }
      assertThat(server.figures().connections()).isEqualTo(1);
      first.upgrade("/echo");
      assertThat(first.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    }
  }

  @Test
  void oneThatIsRefusedAndSaysNothingGoesAtTheDeadline() throws Exception {
    ServerLimits limits = LIMITS.withConnections(1).withHandshakeTimeout(Duration.ofSeconds(2));
    try (WebSocketServer server = Servers.echo().limits(limits).start();
        RawClient first = RawClient.connect(server)) {
      first.upgrade("/echo");
      try (RawClient silent = RawClient.connect(server)) {
        assertThat(silent.rest()).isEmpty();
      }
      assertThat(server.figures().late()).isEqualTo(1);
      assertThat(server.figures().opened()).isEqualTo(1);
    }
  }

  @Test
  void byDefaultLoopbackIsNotCountedByItself() throws Exception {
    ServerLimits limits =
        ServerLimits.DEFAULTS.withConnectionsPerAddress(1).withHandshakesPerSecond(1);
    try (WebSocketServer server = Servers.echo().limits(limits).start()) {
      for (int i = 0; i < 10; i++) {
        try (RawClient client = RawClient.connect(server)) {
          client.upgrade("/echo");
        }
      }
      assertThat(server.figures().opened()).isEqualTo(10);
    }
  }

  @Test
  void eachWithChangesOneThing() {
    ServerLimits limits =
        ServerLimits.DEFAULTS
            .withMaxHead(1_000)
            .withMaxBody(2)
            .withHandshakeTimeout(Duration.ofSeconds(3))
            .withIdleTimeout(Duration.ofSeconds(4))
            .withConnections(5)
            .withConnectionsPerAddress(6)
            .withHandshakesPerSecond(7)
            .withUncounted(Networks.NONE);

    assertThat(limits)
        .isEqualTo(
            new ServerLimits(
                1_000, 2, Duration.ofSeconds(3), Duration.ofSeconds(4), 5, 6, 7, Networks.NONE));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    ServerLimits limits = ServerLimits.DEFAULTS;
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withMaxHead(1));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withMaxBody(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withIdleTimeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withHandshakeTimeout(Duration.ofSeconds(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withConnections(0));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withConnectionsPerAddress(0));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withHandshakesPerSecond(0));
  }
}
