package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = SslProvider.class,
    names = {"JDK", "OPENSSL"})
class TlsTest {
  private final SslProvider provider;

  TlsTest(SslProvider provider) {
    this.provider = TlsFixture.assumePresent(provider);
  }

  @Test
  void anAuthorityOfOnesOwnCanBeTrusted() throws Exception {
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, RawServer::echo);
        WebSocket ws =
            client(TlsFixture.trusting()).connect(TlsServer.uri(listening, "a.example"))) {
      ws.send("sealed");
      assertThat(ws.receive().text()).isEqualTo("sealed");
      X509Certificate shown =
          (X509Certificate) ws.request().tls().orElseThrow().getPeerCertificates()[0];
      assertThat(shown).isEqualTo(TlsFixture.SERVER.getCertificate());
    }
  }

  @Test
  void theServerIsToldTheName() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    RawServer.Script script =
        peer -> {
          peer.upgrade();
          ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) peer.socket).getSession();
          session.getRequestedServerNames().stream()
              .map(SNIServerName::toString)
              .forEach(names::add);
        };
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, script)) {
      client(TlsFixture.trusting()).connect(TlsServer.uri(listening, "a.example")).abort();
      listening.awaitEnd();
      assertThat(names).singleElement().asString().contains("a.example");
    }
  }

  @Test
  void framesInThePacketOfThe101AreNotLost() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send(peer.validAnswer() + "\u0081\u0002hi");
          peer.readText();
        };
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, script);
        WebSocket ws =
            client(TlsFixture.trusting()).connect(TlsServer.uri(listening, "a.example"))) {
      assertThat(ws.receive().text()).isEqualTo("hi");
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    assertThat(fails(TlsFixture.SERVER, TlsFixture.trusting(), "b.example"))
        .hasMessageEndingWith("the certificate is for a.example, not b.example");
  }

  @Test
  void aCertificateForANameIsNotGoodForItsAddress() throws Exception {
    assertThat(fails(TlsFixture.SERVER, TlsFixture.trusting(), "127.0.0.1"))
        .hasMessageEndingWith("the certificate is for a.example, not 127.0.0.1");
  }

  @Test
  void aCertificateForAnAddressIsGoodForIt() throws Exception {
    X509Bundle numbered =
        new CertificateBuilder()
            .subject("CN=numbered")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(TlsFixture.AUTHORITY);
    try (RawServer listening = TlsServer.start(numbered, RawServer::echo);
        WebSocket ws =
            client(TlsFixture.trusting()).connect(TlsServer.uri(listening, "127.0.0.1"))) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
    assertThat(fails(TlsFixture.SERVER, ClientTls.system(), "a.example"))
        .hasMessageContaining("the certificate for a.example is not trusted")
        .hasMessageContaining("CN=Test Authority");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Instant end = Instant.parse("2024-02-03T04:05:06Z");
    assertThat(fails(TlsFixture.expired("a.example", end), TlsFixture.trusting(), "a.example"))
        .hasMessageEndingWith("the certificate for a.example expired on 2024-02-03T04:05:06Z");
  }

  @Test
  void insecureTakesAnyCertificate() throws Exception {
    ClientTls insecure = ClientTls.system().insecure();
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, RawServer::echo);
        WebSocket ws = client(insecure).connect(TlsServer.uri(listening, "b.example"))) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void aServerThatDoesNotSpeakTlsIsNamedSo() throws Exception {
    RawServer.Script plain =
        peer -> {
          peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
          peer.awaitClose();
        };
    try (RawServer listening = RawServer.start(plain)) {
      URI uri = TlsServer.uri(listening, "a.example");
      HandshakeException refused =
          catchThrowableOfType(
              HandshakeException.class, () -> client(TlsFixture.trusting()).connect(uri));
      assertThat(refused).hasMessageEndingWith("the server does not speak TLS on this port");
    }
  }

  @Test
  void aServerThatIsSilentDuringTlsIsLeftAfterTheDeadline() throws Exception {
    WebSocketClient hasty =
        builder(TlsFixture.trusting()).handshakeTimeout(Duration.ofMillis(300)).build();
    try (RawServer listening = RawServer.start(RawPeer::awaitClose)) {
      URI uri = TlsServer.uri(listening, "a.example");
      HandshakeException late =
          catchThrowableOfType(HandshakeException.class, () -> hasty.connect(uri));
      assertThat(late).hasMessageEndingWith("no TLS session within 300 ms");
    }
  }

  @Test
  void aServerThatClosesDuringTlsIsNamedSo() throws Exception {
    try (RawServer listening = RawServer.start(peer -> peer.in.readUnsignedByte())) {
      URI uri = TlsServer.uri(listening, "a.example");
      HandshakeException closed =
          catchThrowableOfType(
              HandshakeException.class, () -> client(TlsFixture.trusting()).connect(uri));
      assertThat(closed).hasMessageContaining("closed the connection during the TLS handshake");
    }
  }

  @Test
  void tlsGoesThroughAProxyToTheServer() throws Exception {
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, RawServer::echo)) {
      RawProxy raw = new RawProxy(listening.port(), "");
      try (RawServer http = RawServer.start(raw::http);
          RawServer socks = RawServer.start(raw::socks5)) {
        for (Proxy proxy :
            List.of(
                Proxy.http("127.0.0.1", http.port()), Proxy.socks5("127.0.0.1", socks.port()))) {
          try (WebSocket ws =
              builder(TlsFixture.trusting())
                  .proxy(proxy)
                  .build()
                  .connect(URI.create("wss://a.example/"))) {
            ws.send("sealed");
            assertThat(ws.receive().text()).isEqualTo("sealed");
          }
        }
      }
      assertThat(raw.asked).containsExactly("CONNECT a.example:443 HTTP/1.1", "a.example:443");
    }
  }

  @Test
  void aRedirectMayLeadToTlsAndNotBack() throws Exception {
    RawServer.Script back =
        peer -> {
          peer.readHead();
          peer.send(
              peer.head.getFirst().startsWith("GET /back")
                  ? RedirectTest.redirection(301, "ws://127.0.0.1:1/")
                  : peer.validAnswer());
          peer.readText();
        };
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, back)) {
      RawServer.Script script =
          peer -> {
            peer.readHead();
            String path = peer.head.getFirst().split(" ", -1)[1];
            String location = TlsServer.uri(listening, "a.example") + path.substring(1);
            peer.send(RedirectTest.redirection(301, location));
            peer.awaitClose();
          };
      try (RawServer plain = RawServer.start(script)) {
        client(TlsFixture.trusting()).connect(plain.uri("/stay")).abort();
        HandshakeException refused =
            catchThrowableOfType(
                HandshakeException.class,
                () -> client(TlsFixture.trusting()).connect(plain.uri("/back")));
        assertThat(refused)
            .hasMessageEndingWith(
                "the server redirects from TLS to plain text, to ws://127.0.0.1:1/");
      }
    }
  }

  private HandshakeException fails(X509Bundle certificate, ClientTls tls, String host)
      throws Exception {
    try (RawServer listening = TlsServer.start(certificate, RawServer::echo)) {
      URI uri = TlsServer.uri(listening, host);
      return catchThrowableOfType(HandshakeException.class, () -> client(tls).connect(uri));
    }
  }

  private WebSocketClient client(ClientTls tls) {
    return builder(tls).build();
  }

  private WebSocketClientBuilder builder(ClientTls tls) {
    return TlsFixture.builder(tls.withProvider(provider));
  }
}
