package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class AddressesTest {
  private static final String ONLY_LINUX = "only Linux has all of 127.0.0.0/8";

  @Test
  void aPortThatNobodyListensOnIsNamed() throws Exception {
    int port = freePort();
    HandshakeException refused =
        fails(WebSocketClient.builder().build(), URI.create("ws://127.0.0.1:" + port + "/x"));
    assertThat(refused)
        .hasMessage(
            "cannot connect to ws://127.0.0.1:%d/x: connection refused by 127.0.0.1:%d"
                .formatted(port, port));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONLY_LINUX)
  void allAddressesOfANameAreTried() throws Exception {
    WebSocketClient client = resolving("127.0.0.2", "127.0.0.3", "127.0.0.1");
    try (RawServer server = RawServer.start(RawServer::echo);
        WebSocket ws = client.connect(URI.create("ws://some.name:" + server.port()))) {
      ws.send("found");
      assertThat(ws.receive().text()).isEqualTo("found");
      assertThat(ws.request().header("Host")).contains("some.name:" + server.port());
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONLY_LINUX)
  void whenNoAddressAnswersEachIsNamed() throws Exception {
    int port = freePort();
    WebSocketClient client = resolving("127.0.0.2", "127.0.0.3");
    assertThat(fails(client, URI.create("ws://some.name:" + port)))
        .hasMessageContaining("some.name:" + port)
        .hasMessageContaining("connection refused by 127.0.0.2:" + port)
        .hasMessageContaining("connection refused by 127.0.0.3:" + port);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONLY_LINUX)
  void anAddressThatDoesNotAnswerHoldsUpTheNextOnlyForAMoment() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo);
        SilentPort silent = SilentPort.open("127.0.0.2", server.port())) {
      WebSocketClient client = resolving("127.0.0.2", "127.0.0.1");
      try (WebSocket ws = client.connect(URI.create("ws://some.name:" + silent.port()))) {
        assertThat(ws.isOpen()).isTrue();
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = ONLY_LINUX)
  void whenNothingAnswersTheDeadlineEndsIt() throws Exception {
    try (SilentPort silent = SilentPort.open("127.0.0.2", 0)) {
      WebSocketClient client =
          WebSocketClient.builder().connectTimeout(Duration.ofMillis(300)).build();
      String uri = "ws://127.0.0.2:" + silent.port();
      assertThat(fails(client, URI.create(uri)))
          .hasMessageEndingWith("no connection within 300 ms to 127.0.0.2:" + silent.port());
    }
  }

  @Test
  void aNameWithoutAnAddressIsNamed() {
    WebSocketClient client = resolving();
    assertThat(fails(client, URI.create("ws://no.such.name/")))
        .hasMessageEndingWith("no address for host no.such.name");
  }

  @Test
  void aNameServiceThatHangsIsLeftAfterTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    Resolver hanging =
        host -> {
          await(never);
          throw new UnknownHostException(host);
        };
    WebSocketClient client =
        WebSocketClient.builder().resolver(hanging).connectTimeout(Duration.ofMillis(100)).build();
    assertThat(fails(client, URI.create("ws://slow.name/")))
        .hasMessageEndingWith("no address for host slow.name within 100 ms");
    never.countDown();
  }

  @Test
  void anIpv6AddressIsWrittenInBrackets() throws Exception {
    assumeTrue(hasIpv6Loopback(), "this machine has no IPv6");
    try (RawServer server = RawServer.start("::1", RawServer::echo);
        WebSocket ws =
            WebSocketClient.builder()
                .build()
                .connect(URI.create("ws://[::1]:" + server.port() + "/"))) {
      ws.send("six");
      assertThat(ws.receive().text()).isEqualTo("six");
      assertThat(ws.request().header("Host")).contains("[::1]:" + server.port());
    }
  }

  @Test
  void localhostIsFoundOnWhicheverFamilyItListens() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo);
        WebSocket ws = WebSocketClient.connect("ws://localhost:" + server.port())) {
      assertThat(ws.isOpen()).isTrue();
    }
  }

  @Test
  void familiesAlternateBeginningWithThePreferredOne() {
    assertThat(Route.alternating(addresses("::1", "::2", "::3", "1.1.1.1", "2.2.2.2")))
        .containsExactly(addresses("::1", "1.1.1.1", "::2", "2.2.2.2", "::3"));
    assertThat(Route.alternating(addresses("1.1.1.1", "2.2.2.2", "::1")))
        .containsExactly(addresses("1.1.1.1", "::1", "2.2.2.2"));
    assertThat(Route.alternating(addresses())).isEmpty();
  }

  private static WebSocketClient resolving(String... addresses) {
    Resolver resolver =
        host -> {
          if (addresses.length == 0) {
            throw new UnknownHostException(host);
          }
          return addresses(addresses);
        };
    return WebSocketClient.builder().resolver(resolver).build();
  }

  private static InetAddress[] addresses(String... literals) {
    return Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
  }

  private static HandshakeException fails(WebSocketClient client, URI uri) {
    return catchThrowableOfType(HandshakeException.class, () -> client.connect(uri));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean hasIpv6Loopback() throws IOException {
    List<NetworkInterface> interfaces = Collections.list(NetworkInterface.getNetworkInterfaces());
    return interfaces.stream()
        .flatMap(NetworkInterface::inetAddresses)
        .anyMatch(InetAddress.ofLiteral("::1")::equals);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A port that takes no further connection and does not refuse one either: its queue is full.
  private record SilentPort(ServerSocket listener, List<Socket> queued) implements AutoCloseable {

    static SilentPort open(String address, int port) throws IOException {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1);
      List<Socket> queued = new ArrayList<>();
      while (fits(listener, queued)) {
        assertThat(queued.size()).isLessThan(100);
      }
      return new SilentPort(listener, queued);
    }

    private static boolean fits(ServerSocket listener, List<Socket> queued) throws IOException {
      Socket socket = new Socket();
      try {
        socket.connect(listener.getLocalSocketAddress(), 200);
        return queued.add(socket);
      } catch (SocketTimeoutException full) {
        socket.close();
        return false;
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : queued) {
        socket.close();
      }
      listener.close();
    }
  }
}
