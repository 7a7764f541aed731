package io.tidewire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.HandshakeRequest;
import io.tidewire.server.RawClient.Response;
import io.tidewire.server.ServerTls.ClientCertificates;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir private Path folder;
  private final X509Bundle bundle = Certificates.selfSigned(Algorithm.ecp256, "localhost");
  private final X509Bundle person = Certificates.selfSigned(Algorithm.ecp256, "ada");

  private ServerTls pem() throws IOException {
    return ServerTls.pem(
        Certificates.file(folder, "cert.pem", bundle.getCertificatePathPEM()),
        Certificates.file(folder, "key.pem", bundle.getPrivateKeyPEM()));
  }

  private ServerTls withClients(ClientCertificates mode) throws IOException {
    Path authorities = Certificates.file(folder, "clients.pem", person.getRootCertificatePEM());
    return pem().withClientCertificates(mode, authorities);
  }

  private static WebSocketServerBuilder on(ServerTls tls) {
    return WebSocketServer.builder()
        .listen(Listener.tls("127.0.0.1", 0, tls))
        .route("/echo", Servers.echoHandler());
  }

  private SSLSocket socket(WebSocketServer server, KeyManager... keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {bundle.toTrustManager()}, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
  }

  private void assertEchoes(WebSocketServer server, KeyManager... keys) throws Exception {
    try (RawClient client = new RawClient(socket(server, keys))) {
      client.upgrade("/echo");
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, false", "TLSv1.2, false", "TLSv1.3, true", "TLSv1.2, true"})
  void speaksBothVersionsWithBothProviders(String version, boolean jdk) throws Exception {
    ServerTls tls = jdk ? pem().withJdk() : pem();
    try (WebSocketServer server = on(tls).start();
        SSLSocket socket = socket(server);
        RawClient client = new RawClient(socket)) {
      socket.setEnabledProtocols(new String[] {version});

      client.send(
          RawClient.join(RawClient.handshake("/echo").getBytes(US_ASCII), RawClient.text("glued")));

      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.frame()).isEqualTo("glued");
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void choosesHttp11WhereTheClientWouldTakeHttp2(boolean jdk) throws Exception {
    try (WebSocketServer server = on(jdk ? pem().withJdk() : pem()).start();
        SSLSocket socket = socket(server);
        RawClient client = new RawClient(socket)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);

      client.upgrade("/echo");

      assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  void tellsWhichProviderItHas() throws Exception {
    assertThat(pem().provider()).isEqualTo("BoringSSL");
    assertThat(pem().withJdk().provider()).isEqualTo("JDK");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesTls11(boolean jdk) throws Exception {
    // A ClientHello of TLS 1.1, since the JDK's client no longer writes one.
    byte[] hello =
        HexFormat.of()
            .parseHex(
                "160302002d" + "01000029" + "0302" + "00".repeat(32) + "00" + "0002c014" + "0100");
    try (WebSocketServer server = on(jdk ? pem().withJdk() : pem()).start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello);

      byte[] alert = socket.getInputStream().readAllBytes();

      // RFC 8446 §6.2: protocol_version (70), fatal
      assertThat(alert).hasSize(7).startsWith(21).endsWith(2, 70);
    }
  }

  @Test
  void readsEachFormOfKeys() throws Exception {
    ServerTls[] forms = {
      ServerTls.pem(
          Certificates.file(folder, "c.pem", bundle.getCertificatePathPEM()),
          Certificates.file(folder, "k.pem", Certificates.encryptedKey(bundle, "pw")),
          "pw"),
      ServerTls.pkcs12(Certificates.pkcs12(folder, bundle, "pw"), "pw"),
      ServerTls.keyStore(bundle.toKeyStore("pw".toCharArray()), "pw"),
      ServerTls.keys(bundle.toKeyManagerFactory())
    };
    for (ServerTls form : forms) {
      try (WebSocketServer server = on(form).start()) {
        assertEchoes(server);
      }
      try (WebSocketServer server = on(form.withJdk()).start()) {
        assertEchoes(server);
      }
    }
  }

  // ---- client certificates

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsThePolicyTheClientsCertificate(boolean jdk) throws Exception {
    CompletableFuture<HandshakeRequest> seen = new CompletableFuture<>();
    ServerTls tls = withClients(ClientCertificates.REQUIRED);
    WebSocketServerBuilder builder =
        on(jdk ? tls.withJdk() : tls)
            .policy(request -> {
              seen.complete(request);
              return HandshakeDecision.accept();
            });
    try (WebSocketServer server = builder.start()) {
      assertEchoes(server, person.toKeyManagerFactory().getKeyManagers());
    }
    X509Certificate certificate =
        (X509Certificate)
            seen.get(10, TimeUnit.SECONDS).tls().orElseThrow().getPeerCertificates()[0];
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=ada");
  }

  @Test
  void refusesAClientWithoutTheCertificateThatIsRequired() throws Exception {
    try (WebSocketServer server = on(withClients(ClientCertificates.REQUIRED)).start();
        RawClient client = new RawClient(socket(server))) {
      assertThatThrownBy(() -> client.upgrade("/echo"))
          .isInstanceOfAny(SSLException.class, EOFException.class, SocketException.class);
    }
  }

  @Test
  void letsAClientWithoutACertificateInWhereItIsOptional() throws Exception {
    try (WebSocketServer server = on(withClients(ClientCertificates.OPTIONAL)).start()) {
      assertEchoes(server);
    }
  }

  @Test
  void refusesACertificateFromAnotherAuthority() throws Exception {
    // Of the same name, since the JDK's client shows only what comes from a name that is asked for.
    X509Bundle impostor = Certificates.selfSigned(Algorithm.ecp256, "ada");
    try (WebSocketServer server = on(withClients(ClientCertificates.OPTIONAL)).start();
        RawClient client =
            new RawClient(socket(server, impostor.toKeyManagerFactory().getKeyManagers()))) {
      assertThatThrownBy(() -> client.upgrade("/echo"))
          .isInstanceOfAny(SSLException.class, EOFException.class, SocketException.class);
    }
  }

  // ---- bad input

  @Test
  void tellsAClientThatSpeaksPlainHttpToATlsPort() throws Exception {
    try (WebSocketServer server = on(pem()).start();
        RawClient client = RawClient.connect(server)) {
      Response response = client.send(RawClient.handshake("/echo")).response();

      assertThat(response.line()).isEqualTo("HTTP/1.1 400 Bad Request");
      assertThat(response.body()).isEqualTo("this port speaks TLS: use https or wss\n");
      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "1603", "16030100f5"})
  void closesATlsHandshakeThatStops(String begun) throws Exception {
    try (WebSocketServer server =
            on(pem())
                .limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200)))
                .start();
        RawClient client = RawClient.connect(server)) {
      client.send(HexFormat.of().parseHex(begun));

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void closesAConnectionThatSaysNothingOnceTlsIsUp() throws Exception {
    try (WebSocketServer server =
            on(pem())
                .limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(500)))
                .start();
        SSLSocket socket = socket(server);
        RawClient client = new RawClient(socket)) {
      socket.startHandshake();

      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void endsARefusalInOrder() throws Exception {
    try (WebSocketServer server = on(pem()).start();
        RawClient client = new RawClient(socket(server))) {
      client.send("garbage\r\n\r\n".repeat(1_000));

      assertThat(client.response().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void endsGarbageInsteadOfTls() throws Exception {
    try (WebSocketServer server = on(pem()).start();
        RawClient client = RawClient.connect(server)) {
      client.send(HexFormat.of().parseHex("16ffffffffffffffffffff"));

      client.rest();
      assertEchoes(server);
    }
  }
}
