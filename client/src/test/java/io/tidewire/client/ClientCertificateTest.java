package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = SslProvider.class,
    names = {"JDK", "OPENSSL"})
class ClientCertificateTest {
  @TempDir private static Path folder;

  private final SslProvider provider;

  ClientCertificateTest(SslProvider provider) {
    this.provider = TlsFixture.assumePresent(provider);
  }

  @Test
  void authoritiesToTrustMayComeFromAPemFile() throws Exception {
    Path pem =
        Files.writeString(folder.resolve("trust.pem"), TlsFixture.AUTHORITY.getCertificatePEM());
    try (RawServer listening = TlsServer.start(TlsFixture.SERVER, RawServer::echo);
        WebSocket ws =
            client(ClientTls.system().withTrust(pem))
                .connect(TlsServer.uri(listening, "a.example"))) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void aClientShowsItsCertificate() throws Exception {
    X509Bundle own =
        new CertificateBuilder().subject("CN=client").buildIssuedBy(TlsFixture.AUTHORITY);
    Path chain = Files.writeString(folder.resolve("own.pem"), own.getCertificatePathPEM());
    Path key = Files.writeString(folder.resolve("own.key"), own.getPrivateKeyPEM());
    Path pkcs12 = own.toTempKeyStoreFile("pass".toCharArray(), "pass".toCharArray()).toPath();
    for (ClientTls tls :
        List.of(
            TlsFixture.trusting().withCertificate(chain, key),
            TlsFixture.trusting().withCertificate(pkcs12, "pass"))) {
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
        TlsFixture.trusting()
            .withCertificate(
                Files.writeString(
                    folder.resolve("a.pem"), TlsFixture.SERVER.getCertificatePathPEM()),
                Files.writeString(folder.resolve("a.key"), TlsFixture.SERVER.getPrivateKeyPEM()));
    try (RawServer there =
        TlsServer.startCurious(TlsFixture.SERVER, TlsFixture.AUTHORITY, curious)) {
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

  @Test
  void aServerThatWantsACertificateIsNamedSo() throws Exception {
    try (RawServer listening =
        TlsServer.startStrict(TlsFixture.SERVER, TlsFixture.AUTHORITY, RawServer::echo)) {
      URI uri = TlsServer.uri(listening, "a.example");
      HandshakeException refused =
          catchThrowableOfType(
              HandshakeException.class, () -> client(TlsFixture.trusting()).connect(uri));
      assertThat(refused).hasMessageEndingWith("the server wants a client certificate");
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws Exception {
    ClientTls tls = ClientTls.system();
    Path missing = folder.resolve("missing.pem");
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path pem =
        Files.writeString(folder.resolve("ca.pem"), TlsFixture.AUTHORITY.getCertificatePEM());
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

  private String shown(ClientTls tls) throws Exception {
    RawServer.Script script =
        peer -> {
          peer.upgrade();
          peer.sendText(((SSLSocket) peer.socket).getSession().getPeerPrincipal().getName());
          peer.readText();
        };
    try (RawServer listening =
            TlsServer.startStrict(TlsFixture.SERVER, TlsFixture.AUTHORITY, script);
        WebSocket ws = client(tls).connect(TlsServer.uri(listening, "a.example"))) {
      return ws.receive().text();
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

  private WebSocketClient client(ClientTls tls) {
    return TlsFixture.builder(tls.withProvider(provider)).build();
  }
}
