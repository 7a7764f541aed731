package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections behind TLS.
class TlsTest {
  // No deadline helps: what is to end does so by itself.
  private static final WebSocketOptions PATIENT =
      WebSocketOptions.DEFAULTS.withCloseTimeout(Duration.ofHours(1));

  private static Loopback.Tls tls(String... versions) throws Exception {
    X509Bundle certificate =
        new CertificateBuilder()
            .algorithm(CertificateBuilder.Algorithm.ecp256)
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    return new Loopback.Tls(
        SslContextBuilder.forServer(certificate.toKeyManagerFactory())
            .sslProvider(SslProvider.JDK)
            .protocols(versions)
            .build(),
        SslContextBuilder.forClient()
            .trustManager(certificate.toTrustManagerFactory())
            .endpointIdentificationAlgorithm(null)
            .sslProvider(SslProvider.JDK)
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void bothSidesEndTlsAndTcpWithoutADeadline(String version) throws Exception {
    try (Loopback loopback =
        Loopback.of(Transport.AUTO, tls(version), Loopback.blocking(PATIENT))) {
      for (boolean clientCloses : new boolean[] {true, false}) {
        Loopback.Accepted client = loopback.blockingClient(PATIENT);
        Loopback.Accepted server = loopback.accepted();
        client.ws().send("hi");
        assertThat(server.ws().receive().text()).isEqualTo("hi");
        (clientCloses ? client : server).ws().close(4000, "bye");
        assertThat(Soon.get(client.ws().closed()).code()).isEqualTo(4000);
        assertThat(Soon.get(server.ws().closed()).text()).isEqualTo("bye");
        Soon.get(client.channel().closeFuture());
        Soon.get(server.channel().closeFuture());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void muchGoesBothWays(String version) throws Exception {
    try (Loopback loopback = Loopback.of(Transport.AUTO, tls(version), Loopback.echo())) {
      WebSocket client = loopback.blockingClient(WebSocketOptions.DEFAULTS).ws();
      byte[] payload = Payload.of(300_000);
      Soon.Started<Object> sender =
          Soon.start(() -> {
            for (int i = 0; i < 20; i++) {
              client.send(payload);
            }
            return null;
          });
      for (int i = 0; i < 20; i++) {
        assertThat(client.receive().bytes()).isEqualTo(payload);
      }
      sender.get();
      client.close();
    }
  }

  // TLS takes buffers apart and puts them together; what others are yet to send stays as it is.
  @Test
  void aPreparedMessageReachesMany() throws Exception {
    Message large = Message.binary(Payload.of(50_000)).prepared();
    Message small = Message.text("and more").prepared();
    try (Loopback loopback =
        Loopback.of(Transport.AUTO, tls("TLSv1.3"), Loopback.blocking(PATIENT))) {
      List<WebSocket> clients = new ArrayList<>();
      List<WebSocket> servers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(loopback.blockingClient(PATIENT).ws());
        servers.add(loopback.accepted().ws());
      }
      loopback.onLoop(() -> {
        List.of(large, large, small).forEach(each -> servers.forEach(ws -> ws.send(each)));
        return null;
      });
      for (WebSocket client : clients) {
        assertThat(client.receive().bytes()).isEqualTo(large.bytes());
        assertThat(client.receive().bytes()).isEqualTo(large.bytes());
        assertThat(client.receive().text()).isEqualTo("and more");
      }
    }
  }

  @Test
  void aReceiverThatDoesNotTakeStopsTheSenderAndItsFutures() throws Exception {
    WebSocketOptions roomy = WebSocketOptions.DEFAULTS.withQueueLimit(1 << 30);
    try (Loopback loopback =
        Loopback.of(Transport.AUTO, tls("TLSv1.3"), Loopback.blocking(roomy))) {
      Loopback.Accepted client = loopback.blockingClient(roomy);
      WebSocket server = loopback.accepted().ws();
      CompletableFuture<Void> last = null;
      for (int i = 0; i < 100; i++) {
        last = server.sendAsync(Message.binary(Payload.of(300_000)));
      }
      loopback.untilPaused(client);
      assertThat(last).isNotDone();
      assertThat(server.queuedBytes()).isPositive();
      for (int i = 0; i < 100; i++) {
        assertThat(client.ws().receive().size()).isEqualTo(300_000);
      }
      Soon.get(last);
      Soon.until(() -> server.queuedBytes() == 0);
      server.close();
    }
  }

  @Test
  void aPeerThatIsGoneIsNoticed() throws Exception {
    try (Loopback loopback =
        Loopback.of(Transport.AUTO, tls("TLSv1.3"), Loopback.blocking(PATIENT))) {
      Loopback.Accepted client = loopback.blockingClient(PATIENT);
      WebSocket server = loopback.accepted().ws();
      client.ws().abort();
      CloseReason reason = Soon.get(server.closed());
      assertThat(reason.code()).isEqualTo(1006);
      assertThat(reason.by()).isEqualTo(CloseReason.By.NETWORK);
    }
  }

  @Test
  void bytesThatAreNoTlsEndTheConnectionWithTheReason() throws Exception {
    try (Loopback loopback =
        Loopback.of(Transport.AUTO, tls("TLSv1.3"), Loopback.blocking(PATIENT))) {
      Loopback.Accepted client = loopback.blockingClient(PATIENT);
      WebSocket server = loopback.accepted().ws();
      loopback.onLoop(() -> {
        client.channel().pipeline().removeFirst(); // TLS
        client.ws().send("in the clear");
        return null;
      });
      CloseReason reason = Soon.get(server.closed());
      assertThat(reason.code()).isEqualTo(1006);
      assertThat(reason.explanation()).contains("not an SSL/TLS record");
    }
  }
}
