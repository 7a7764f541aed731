package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReloadTest {
  @TempDir private Path folder;
  private final X509Bundle old = Certificates.selfSigned(Algorithm.ecp256, "localhost");
  private final X509Bundle fresh = Certificates.selfSigned(Algorithm.ecp256, "localhost");

  private static ServerTls tls(X509Bundle bundle, boolean jdk) throws Exception {
    ServerTls tls = ServerTls.keys(bundle.toKeyManagerFactory());
    return jdk ? tls.withJdk() : tls;
  }

  private SSLSocket socket(WebSocketServer server) throws Exception {
    return socket(server, 0);
  }

  private SSLSocket socket(WebSocketServer server, int listener) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Either(old, fresh)}, null);
    int port = ((InetSocketAddress) server.addresses().get(listener)).getPort();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    // A server without a certificate to show may say nothing.
    socket.setSoTimeout(20_000);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newConnectionsMeetTheNewCertificateAndOldOnesStay(boolean jdk) throws Exception {
    Listener listener = Listener.tls("127.0.0.1", 0, tls(old, jdk));
    WebSocketServerBuilder builder =
        WebSocketServer.builder().listen(listener).route("/echo", Servers.echoHandler());
    try (WebSocketServer server = builder.start();
        SSLSocket before = socket(server);
        RawClient stays = new RawClient(before)) {
      stays.upgrade("/echo");
      // One that has connected and not yet begun TLS.
      try (SSLSocket undecided = socket(server)) {
        server.reloadTls(listener, tls(fresh, jdk));

        assertThat(certificate(undecided)).isEqualTo(fresh.getCertificate().getSerialNumber());
      }
      try (SSLSocket after = socket(server);
          RawClient comes = new RawClient(after)) {
        comes.upgrade("/echo");
        assertThat(certificate(after)).isEqualTo(fresh.getCertificate().getSerialNumber());
      }
      assertThat(certificate(before)).isEqualTo(old.getCertificate().getSerialNumber());
      assertThat(stays.send(RawClient.text("still here")).frame()).isEqualTo("still here");
    }
  }

  private static BigInteger certificate(SSLSocket socket) throws IOException {
    socket.startHandshake();
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
  }

  @Test
  void aCertificateThatCannotBeUsedChangesNothing() throws Exception {
    Listener listener = Listener.tls("127.0.0.1", 0, tls(old, false));
    Path nonsense = Certificates.file(folder, "broken.pem", "nonsense");
    try (WebSocketServer server = WebSocketServer.builder().listen(listener).start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.reloadTls(listener, ServerTls.pem(nonsense, nonsense)));

      try (SSLSocket socket = socket(server)) {
        assertThat(certificate(socket)).isEqualTo(old.getCertificate().getSerialNumber());
      }
    }
  }

  @Test
  void ofTwoListenersTheNamedOneChanges() throws Exception {
    Listener first = Listener.tls("127.0.0.1", 0, tls(old, false));
    Listener second = Listener.tls("127.0.0.1", 0, tls(old, false));
    Listener elsewhere = Listener.tls("127.0.0.1", 0, tls(old, false));
    ServerTls renewed = tls(fresh, false);
    try (WebSocketServer server = WebSocketServer.builder().listen(first).listen(second).start()) {
      server.reloadTls(second, renewed);
      assertThatIllegalArgumentException().isThrownBy(() -> server.reloadTls(elsewhere, renewed));

      try (SSLSocket stays = socket(server, 0);
          SSLSocket changed = socket(server, 1)) {
        assertThat(certificate(stays)).isEqualTo(old.getCertificate().getSerialNumber());
        assertThat(certificate(changed)).isEqualTo(fresh.getCertificate().getSerialNumber());
      }
    }
  }

  @Test
  void onlyAListenerOfTheServerThatSpeaksTlsHasOne() throws Exception {
    Listener plain = Listener.tcp("127.0.0.1", 0);
    Listener elsewhere = Listener.tls("127.0.0.1", 0, tls(old, false));
    ServerTls tls = tls(fresh, false);
    try (WebSocketServer server = WebSocketServer.builder().listen(plain).start()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.reloadTls(plain, tls))
          .withMessage("this server does not speak TLS on port 0 on 127.0.0.1");
      assertThatIllegalArgumentException().isThrownBy(() -> server.reloadTls(elsewhere, tls));
    }
  }

  @Test
  void connectionsMayComeWhileItChanges() throws Exception {
    Listener listener = Listener.tls("127.0.0.1", 0, tls(old, false));
    WebSocketServerBuilder builder =
        WebSocketServer.builder().listen(listener).route("/echo", Servers.echoHandler());
    AtomicBoolean done = new AtomicBoolean();
    try (WebSocketServer server = builder.start()) {
      List<ServerTls> both = List.of(tls(old, false), tls(fresh, false));
      Thread reloading =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; !done.get(); i++) {
                  server.reloadTls(listener, both.get(i % 2));
                }
              });
      List<RawClient> open = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        RawClient client = new RawClient(socket(server));
        client.upgrade("/echo");
        open.add(client);
      }
      done.set(true);
      reloading.join();
      for (RawClient client : open) {
        assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
        client.close();
      }
    }
  }

  /// Trusts either certificate.
  private record Either(X509Bundle one, X509Bundle other) implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      assertThat(chain[0]).isIn(one.getCertificate(), other.getCertificate());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      throw new IllegalStateException("these are clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
