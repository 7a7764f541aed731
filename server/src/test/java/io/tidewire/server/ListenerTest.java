package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.tidewire.HandshakeRequest;
import io.tidewire.Transport;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListenerTest {
  @TempDir private Path folder;

  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(ListenerTest::isHere);
  }

  private static boolean isHere(Transport transport) {
    try {
      EventLoops.create(transport, 1).close();
      return true;
    } catch (IllegalArgumentException missing) {
      return false;
    }
  }

  private static RawClient unix(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    return new RawClient(
        channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
  }

  private static void assertEchoes(RawClient client) throws IOException {
    try (client) {
      client.upgrade("/echo");
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    }
  }

  @Test
  void thisMachineHasMoreThanOneTransport() {
    assertThat(transports()).contains(Transport.NIO, Transport.AUTO);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void eachTransportServesTcpAndUnixSockets(Transport transport) throws Exception {
    Path path = folder.resolve("s");
    CompletableFuture<HandshakeRequest> seen = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo()
            .listen(Listener.unix(path))
            .transport(transport)
            .threads(1)
            .policy(request -> {
              if (request.remoteAddress() instanceof UnixDomainSocketAddress) {
                seen.complete(request);
              }
              return HandshakeDecision.accept();
            });
    try (WebSocketServer server = builder.start()) {
      assertThat(server.transport()).isNotEqualTo(Transport.AUTO);
      if (transport != Transport.AUTO) {
        assertThat(server.transport()).isEqualTo(transport);
      }
      assertThat(server.addresses())
          .containsExactly(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
              UnixDomainSocketAddress.of(path));

      assertEchoes(RawClient.connect(server));
      assertEchoes(unix(path));
      assertThat(seen).isCompletedWithValueMatching(r -> r.remoteAddress().toString().isEmpty());
    }
    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void eachTransportTellsThatAPortIsInUse(Transport transport) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      WebSocketServerBuilder builder = Servers.echo().port(port).transport(transport).threads(1);

      assertThatThrownBy(builder::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("port " + port + " on 127.0.0.1 is in use: another program listens there")
          .hasCauseInstanceOf(BindException.class);
    }
  }

  @Test
  void listensOnAllInterfacesUnlessAHostIsGiven() throws Exception {
    try (WebSocketServer server = WebSocketServer.builder().port(0).start()) {
      InetSocketAddress address = (InetSocketAddress) server.addresses().getFirst();

      assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
      RawClient.connect(server).close();
    }
  }

  @Test
  void servesSeveralListenersAtOnce() throws Exception {
    var bundle = Certificates.selfSigned(Algorithm.ecp256, "localhost");
    ServerTls tls = ServerTls.keys(bundle.toKeyManagerFactory());
    WebSocketServerBuilder builder =
        Servers.echo()
            .listen(Listener.tcp("127.0.0.1", 0))
            .listen(Listener.tls("127.0.0.1", 0, tls));
    try (WebSocketServer server = builder.start()) {
      assertThat(server.addresses()).hasSize(3).doesNotHaveDuplicates();
      assertThat(server.toString())
          .matches(
              "listening on http://127.0.0.1:\\d+, http://127.0.0.1:\\d+,"
                  + " https://127.0.0.1:\\d+ \\(BoringSSL\\), transport [A-Z]+");
    }
  }

  @Test
  void listensOnAllOrNone() throws Exception {
    int free = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      WebSocketServerBuilder builder =
          WebSocketServer.builder()
              .listen(Listener.tcp("127.0.0.1", free))
              .listen(Listener.tcp("127.0.0.1", taken.getLocalPort()));

      assertThatThrownBy(builder::start).isInstanceOf(UncheckedIOException.class);
      Servers.echo().port(free).start().close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void tellsWhyAnAddressCannotBeListenedOn() {
    assertThatThrownBy(
            () -> WebSocketServer.builder().listen(Listener.tcp("no.such.host.invalid", 0)).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "port 0 on no.such.host.invalid cannot be listened on: that name has no address");
    assertThatThrownBy(() -> WebSocketServer.builder().listen(Listener.tcp("192.0.2.1", 0)).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "port 0 on 192.0.2.1 cannot be listened on: this machine does not have that address");
  }

  @Test
  void canBeRestartedOnTheSamePortAtOnce() throws Exception {
    int port = 0;
    WebSocketOptions impatient = WebSocketOptions.DEFAULTS.withCloseTimeout(Duration.ofMillis(50));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (WebSocketServer server = Servers.echo().port(port).options(impatient).start()) {
        port = server.port();
        RawClient client = RawClient.connect(server);
        client.upgrade("/echo");
        clients.add(client);
      }
    }
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void replacesASocketThatADeadServerLeft() throws Exception {
    Path path = folder.resolve("stale");
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();
    WebSocketServerBuilder builder =
        WebSocketServer.builder().listen(Listener.unix(path)).route("/echo", Servers.echoHandler());
    try (WebSocketServer server = builder.start()) {
      assertEchoes(unix(path));
      assertThatIllegalStateException().isThrownBy(server::port);
    }
  }

  @Test
  void refusesASocketThatAnswers() throws Exception {
    Path path = folder.resolve("alive");
    try (ServerSocketChannel alive = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      alive.bind(UnixDomainSocketAddress.of(path));

      assertThatThrownBy(() -> WebSocketServer.builder().listen(Listener.unix(path)).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(path + " cannot be listened on: another program listens there");
    }
  }

  @Test
  void refusesToReplaceAnythingThatIsNoSocket() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> WebSocketServer.builder().listen(Listener.unix(file)).start())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + " cannot be listened on: it exists and is no socket");
    assertThat(file).exists();
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatIllegalStateException().isThrownBy(() -> WebSocketServer.builder().start());
    assertThatIllegalArgumentException().isThrownBy(() -> Listener.tcp("localhost", 70_000));
    assertThatIllegalArgumentException().isThrownBy(() -> Servers.local().threads(0));
  }
}
