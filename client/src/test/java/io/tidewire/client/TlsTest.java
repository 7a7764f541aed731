package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = SslProvider.class,
    names = {"JDK", "OPENSSL"})
class TlsTest {
  private static X509Bundle authority;
  private static X509Bundle server;

  @TempDir private static Path folder;

  private final SslProvider provider;

  TlsTest(SslProvider provider) {
    assumeTrue(
        provider == SslProvider.JDK || OpenSsl.isAvailable(),
        "this machine has no native part of netty-tcnative");
    this.provider = provider;
  }

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = authority("CN=Test Authority");
    server = issue("a.example", Instant.now().plus(Duration.ofDays(1)));
    Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
  }

  @Test
  void anAuthorityOfOnesOwnCanBeTrusted() throws Exception {
    try (RawServer listening = TlsServer.start(server, RawServer::echo);
        WebSocket ws = client(trusting()).connect(TlsServer.uri(listening, "a.example"))) {
      ws.send("sealed");
      assertThat(ws.receive().text()).isEqualTo("sealed");
      X509Certificate shown =
          (X509Certificate) ws.request().tls().orElseThrow().getPeerCertificates()[0];
      assertThat(shown).isEqualTo(server.getCertificate());
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
    try (RawServer listening = TlsServer.start(server, script)) {
      client(trusting()).connect(TlsServer.uri(listening, "a.example")).abort();
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
    try (RawServer listening = TlsServer.start(server, script);
        WebSocket ws = client(trusting()).connect(TlsServer.uri(listening, "a.example"))) {
      assertThat(ws.receive().text()).isEqualTo("hi");
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() throws Exception {
    assertThat(fails(server, trusting(), "b.example"))
        .hasMessageEndingWith("the certificate is for a.example, not b.example");
  }

  @Test
  void aCertificateForANameIsNotGoodForItsAddress() throws Exception {
    assertThat(fails(server, trusting(), "127.0.0.1"))
        .hasMessageEndingWith("the certificate is for a.example, not 127.0.0.1");
  }

  @Test
  void aCertificateForAnAddressIsGoodForIt() throws Exception {
    X509Bundle numbered =
        new CertificateBuilder()
            .subject("CN=numbered")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(authority);
    try (RawServer listening = TlsServer.start(numbered, RawServer::echo);
        WebSocket ws = client(trusting()).connect(TlsServer.uri(listening, "127.0.0.1"))) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
    assertThat(fails(server, ClientTls.system(), "a.example"))
        .hasMessageContaining("the certificate for a.example is not trusted")
        .hasMessageContaining("CN=Test Authority");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    Instant yesterday = Instant.parse("2024-02-03T04:05:06Z");
    assertThat(fails(issue("a.example", yesterday), trusting(), "a.example"))
        .hasMessageEndingWith("the certificate for a.example expired on 2024-02-03T04:05:06Z");
  }

  @Test
  void insecureTakesAnyCertificate() throws Exception {
    ClientTls insecure = ClientTls.system().insecure();
    try (RawServer listening = TlsServer.start(server, RawServer::echo);
        WebSocket ws = client(insecure).connect(TlsServer.uri(listening, "b.example"))) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void aClientShowsItsCertificate() throws Exception {
    X509Bundle own = new CertificateBuilder().subject("CN=client").buildIssuedBy(authority);
    Path chain = Files.writeString(folder.resolve("own.pem"), own.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM());
    Path pkcs12 = own.toTempKeyStoreFile("pass".toCharArray(), "pass".toCharArray()).toPath();
    for (ClientTls tls :
        List.of(
            trusting().withCertificate(chain, key), trusting().withCertificate(pkcs12, "pass"))) {
      assertThat(shown(tls)).isEqualTo("CN=client");
    }
  }

  @Test
  void aClientShowsItsCertificateToTheHostThatWasNamedAlone() throws Exception {
    List<String> shown = new CopyOnWriteArrayList<>();
    RawServer.Script curious =
        peer -> {
          peer.upgrade();
          shown.add(clientOf((SSLSocket) peer.socket));
        };
    ClientTls tls =
        trusting()
            .withCertificate(
                Files.writeString(folder.resolve("a.pem"), server.getCertificatePathPEM()),
                Files.writeString(folder.resolve("a.key"), server.getPrivateKeyPEM()));
    try (RawServer there = TlsServer.startCurious(server, authority, curious)) {
      String location = TlsServer.uri(there, "a.example").toString();
      RawServer.Script redirect =
          peer -> {
            peer.readHead();
            peer.send(RedirectTest.redirection(307, location));
            peer.awaitClose();
          };
      try (RawServer here = RawServer.start(redirect)) {
        client(tls).connect(here.uri()).abort();
        client(tls).connect(URI.create(location)).abort();
        there.awaitEnd();
        there.awaitEnd();
        assertThat(shown).containsExactlyInAnyOrder("nobody", "CN=server");
      }
    }
  }

  /// Whose certificate the client has shown.
  private static String clientOf(SSLSocket socket) {
    try {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException none) {
      return "nobody";
    }
  }

  private String shown(ClientTls tls) throws Exception {
    RawServer.Script script =
        peer -> {
          peer.upgrade();
          peer.sendText(((SSLSocket) peer.socket).getSession().getPeerPrincipal().getName());
          peer.readText();
        };
    try (RawServer listening = TlsServer.startStrict(server, authority, script);
        WebSocket ws = client(tls).connect(TlsServer.uri(listening, "a.example"))) {
      return ws.receive().text();
    }
  }

  @Test
  void aServerThatWantsACertificateIsNamedSo() throws Exception {
    try (RawServer listening = TlsServer.startStrict(server, authority, RawServer::echo)) {
      URI uri = TlsServer.uri(listening, "a.example");
      HandshakeException refused =
          catchThrowableOfType(HandshakeException.class, () -> client(trusting()).connect(uri));
      assertThat(refused).hasMessageEndingWith("the server wants a client certificate");
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
          catchThrowableOfType(HandshakeException.class, () -> client(trusting()).connect(uri));
      assertThat(refused).hasMessageEndingWith("the server does not speak TLS on this port");
    }
  }

  @Test
  void aServerThatIsSilentDuringTlsIsLeftAfterTheDeadline() throws Exception {
    WebSocketClient hasty = builder(trusting()).handshakeTimeout(Duration.ofMillis(300)).build();
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
          catchThrowableOfType(HandshakeException.class, () -> client(trusting()).connect(uri));
      assertThat(closed).hasMessageContaining("closed the connection during the TLS handshake");
    }
  }

  @Test
  void tlsGoesThroughAProxyToTheServer() throws Exception {
    try (RawServer listening = TlsServer.start(server, RawServer::echo)) {
      RawProxy raw = new RawProxy(listening.port(), "");
      try (RawServer http = RawServer.start(raw::http);
          RawServer socks = RawServer.start(raw::socks5)) {
        for (Proxy proxy :
            List.of(
                Proxy.http("127.0.0.1", http.port()), Proxy.socks5("127.0.0.1", socks.port()))) {
          try (WebSocket ws =
              builder(trusting()).proxy(proxy).build().connect(URI.create("wss://a.example/"))) {
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
    try (RawServer listening = TlsServer.start(server, back)) {
      RawServer.Script script =
          peer -> {
            peer.readHead();
            String path = peer.head.getFirst().split(" ", -1)[1];
            String location = TlsServer.uri(listening, "a.example") + path.substring(1);
            peer.send(RedirectTest.redirection(301, location));
            peer.awaitClose();
          };
      try (RawServer plain = RawServer.start(script)) {
        client(trusting()).connect(plain.uri("/stay")).abort();
        HandshakeException refused =
            catchThrowableOfType(
                HandshakeException.class, () -> client(trusting()).connect(plain.uri("/back")));
        assertThat(refused)
            .hasMessageEndingWith(
                "the server redirects from TLS to plain text, to ws://127.0.0.1:1/");
      }
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws Exception {
    ClientTls tls = ClientTls.system();
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path pem = folder.resolve("ca.pem");
    assertThatThrownBy(() -> tls.withTrust(missing)).hasMessage("there is no file " + missing);
    assertThatThrownBy(() -> tls.withTrust(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no certificate in " + empty);
    assertThatThrownBy(() -> tls.withCertificate(pem, empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(empty.toString());
    assertThatThrownBy(() -> tls.withCertificate(pem, "password"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot read " + pem);
  }

  private HandshakeException fails(X509Bundle certificate, ClientTls tls, String host)
      throws Exception {
    try (RawServer listening = TlsServer.start(certificate, RawServer::echo)) {
      URI uri = TlsServer.uri(listening, host);
      return catchThrowableOfType(HandshakeException.class, () -> client(tls).connect(uri));
    }
  }

  private static ClientTls trusting() {
    return ClientTls.system().withTrust(folder.resolve("ca.pem"));
  }

  private WebSocketClient client(ClientTls tls) {
    return builder(tls).build();
  }

  /// Every name is this machine's.
  private WebSocketClientBuilder builder(ClientTls tls) {
    return WebSocketClient.builder()
        .tls(tls.withProvider(provider))
        .resolver(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
  }

  private static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder().subject(name).setIsCertificateAuthority(true).buildSelfSigned();
  }

  private static X509Bundle issue(String host, Instant until) throws Exception {
    return new CertificateBuilder()
        .subject("CN=server")
        .addSanDnsName(host)
        .notBefore(until.minus(Duration.ofDays(30)))
        .notAfter(until)
        .buildIssuedBy(authority);
  }
}
