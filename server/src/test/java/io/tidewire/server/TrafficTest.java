package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bytes that a server counts, beside those that a client's socket took and gave.
class TrafficTest {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  @Test
  void nothingIsCountedUnasked() throws Exception {
    try (WebSocketServer server = Servers.echo().start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/echo");
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
      assertThat(server.figures().bytesRead()).isZero();
      assertThat(server.figures().bytesWritten()).isZero();
    }
  }

  @Test
  void everyByteOfRequestsHandshakesAndFramesIsCounted() throws Exception {
    try (WebSocketServer server = Servers.echo().countTraffic().start();
        RawClient client = new RawClient(connect(server))) {
      assertThat(client.send(RawClient.get("/nothing")).response().status()).isEqualTo(404);
      assertCounted(server);
      client.upgrade("/echo");
      assertCounted(server);
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
      assertCounted(server);
    }
  }

  @Test
  void whatProxiesAnnounceIsCountedToo() throws Exception {
    TrustedProxies proxies = TrustedProxies.proxyProtocol(Networks.of("127.0.0.1"));
    try (WebSocketServer server = Servers.echo().countTraffic().trust(proxies).start();
        RawClient client = new RawClient(connect(server))) {
      client.send("PROXY TCP4 192.0.2.1 198.51.100.1 40000 80\r\n").upgrade("/echo");
      assertCounted(server);
    }
  }

  @Test
  void connectionsCountTogether() throws Exception {
    try (WebSocketServer server = Servers.echo().countTraffic().start();
        RawClient one = new RawClient(connect(server));
        RawClient two = new RawClient(connect(server))) {
      one.upgrade("/echo");
      two.upgrade("/echo");
      assertThat(one.send(RawClient.text("to one")).frame()).isEqualTo("to one");
      assertThat(two.send(RawClient.text("to two")).frame()).isEqualTo("to two");
      assertCounted(server);
    }
  }

  @Test
  void bytesAreCountedUnderTls(@TempDir Path folder) throws Exception {
    X509Bundle bundle = Certificates.selfSigned(Algorithm.ecp256, "localhost");
    ServerTls tls =
        ServerTls.pem(
            Certificates.file(folder, "cert.pem", bundle.getCertificatePathPEM()),
            Certificates.file(folder, "key.pem", bundle.getPrivateKeyPEM()));
    try (WebSocketServer server =
            WebSocketServer.builder()
                .listen(Listener.tls("127.0.0.1", 0, tls))
                .route("/echo", Servers.echoHandler())
                .countTraffic()
                .start();
        RawClient client = new RawClient(secured(connect(server), bundle))) {
      client.send(RawClient.get("/nothing", "Connection: close")).response();
      client.rest(); // what TLS says at the end
      assertCounted(server);
    }
  }

  private void assertCounted(WebSocketServer server) {
    // What a client says last, nobody answers.
    Servers.await(() -> server.figures().bytesRead() >= sent.get());
    assertThat(server.figures().bytesRead()).isEqualTo(sent.get()).isPositive();
    assertThat(server.figures().bytesWritten()).isEqualTo(received.get()).isPositive();
  }

  private Socket connect(WebSocketServer server) throws IOException {
    return new CountingSocket(server.port());
  }

  private static SSLSocket secured(Socket plain, X509Bundle trusted) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trusted.toTrustManager()}, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
  }

  /// Counts what really goes over it.
  private final class CountingSocket extends Socket {
    CountingSocket(int port) throws IOException {
      super(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int count = super.read(into, offset, length);
          received.addAndGet(Math.max(0, count));
          return count;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          sent.addAndGet(length);
          out.write(bytes, offset, length);
        }
      };
    }
  }
}
