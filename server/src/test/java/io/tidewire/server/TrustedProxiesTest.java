package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.HandshakeRequest;
import io.tidewire.server.RawClient.Response;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Proxies that tell their clients in a field of each request. The tests' own address, 127.0.0.1,
/// is the proxy's.
class TrustedProxiesTest {
  private static final Networks PROXIES = Networks.of("127.0.0.1", "10.0.0.0/8");

  private final CompletableFuture<HandshakeRequest> seen = new CompletableFuture<>();

  private WebSocketServerBuilder trusting(TrustedProxies proxies) {
    return Servers.echo()
        .trust(proxies)
        .policy(request -> {
          seen.complete(request);
          return HandshakeDecision.accept();
        });
  }

  private String clientOf(TrustedProxies proxies, String... fields) throws Exception {
    Servers.ask(trusting(proxies), RawClient.handshake("/echo", fields));
    SocketAddress address = seen.get(10, TimeUnit.SECONDS).remoteAddress();
    return ((InetSocketAddress) address).getAddress().getHostAddress();
  }

  @ParameterizedTest
  @CsvSource({
    "'192.0.2.1', 192.0.2.1",
    "'192.0.2.1, 10.0.0.1, 10.0.0.2', 192.0.2.1",
    // What the client itself claimed stands first.
    "'8.8.8.8, 192.0.2.1', 192.0.2.1",
    "'10.0.0.9, 192.0.2.1, 10.0.0.2', 192.0.2.1",
    "'10.0.0.9, 10.0.0.8', 10.0.0.9",
    "'192.0.2.1, unknown', 127.0.0.1",
    "'192.0.2.1, unknown, 10.0.0.2', 10.0.0.2",
    "'', 127.0.0.1"
  })
  void theClientIsTheFirstFromTheEndThatIsNoProxy(String field, String client) throws Exception {
    assertThat(clientOf(TrustedProxies.xForwardedFor(PROXIES), "X-Forwarded-For: " + field))
        .isEqualTo(client);
  }

  @Test
  void theFieldForwardedIsReadAlike() throws Exception {
    assertThat(
            clientOf(
                TrustedProxies.forwarded(PROXIES),
                "Forwarded: for=8.8.8.8",
                "Forwarded: for=\"[2001:db8::1]:4711\";proto=https, for=10.0.0.2"))
        .isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void onlyTheNamedFieldIsBelieved() throws Exception {
    assertThat(clientOf(TrustedProxies.xForwardedFor(PROXIES), "Forwarded: for=8.8.8.8"))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void byDefaultNoFieldIsBelieved() throws Exception {
    assertThat(clientOf(TrustedProxies.NONE, "X-Forwarded-For: 8.8.8.8", "Forwarded: for=8.8.8.8"))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void aPeerThatIsNoProxyIsNotBelieved() throws Exception {
    TrustedProxies others = TrustedProxies.xForwardedFor(Networks.of("10.0.0.0/8"));

    assertThat(clientOf(others, "X-Forwarded-For: 8.8.8.8")).isEqualTo("127.0.0.1");
  }

  @Test
  void aProxyMayComeOverAUnixDomainSocket(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("s");
    WebSocketServerBuilder builder =
        trusting(TrustedProxies.xForwardedFor(Networks.of("unix"))).listen(Listener.unix(path));
    try (WebSocketServer _ = builder.start();
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        RawClient client =
            new RawClient(
                channel, Channels.newInputStream(channel), Channels.newOutputStream(channel))) {
      client.upgrade("/echo", "X-Forwarded-For: 192.0.2.1");

      assertThat(seen.get(10, TimeUnit.SECONDS).remoteAddress().toString())
          .isEqualTo("/192.0.2.1:0");
    }
  }

  @Test
  void plainRequestsTellTheirClientEachAnew() throws Exception {
    WebSocketServerBuilder builder =
        Servers.local()
            .trust(TrustedProxies.xForwardedFor(PROXIES))
            .http(request -> HttpResponse.text(200, request.remoteAddress().toString()));
    try (WebSocketServer server = builder.start();
        RawClient proxy = RawClient.connect(server)) {
      for (String client : new String[] {"192.0.2.1", "192.0.2.2"}) {
        Response response = proxy.send(RawClient.get("/", "X-Forwarded-For: " + client)).response();
        assertThat(response.body()).isEqualTo("/" + client + ":0");
      }
    }
  }

  @Test
  void theLimitsCountTheClientAndNotTheProxy() throws Exception {
    ServerLimits limits =
        ServerLimits.DEFAULTS.withUncounted(Networks.NONE).withConnectionsPerAddress(1);
    WebSocketServerBuilder builder =
        Servers.echo().trust(TrustedProxies.xForwardedFor(PROXIES)).limits(limits);
    try (WebSocketServer server = builder.start();
        RawClient bob = RawClient.connect(server)) {
      try (RawClient ada = RawClient.connect(server);
          RawClient again = RawClient.connect(server)) {
        ada.upgrade("/echo", "X-Forwarded-For: 192.0.2.1");
        bob.upgrade("/echo", "X-Forwarded-For: 192.0.2.2");
        String more = RawClient.handshake("/echo", "X-Forwarded-For: 192.0.2.1");

        assertThat(again.send(more).response().status()).isEqualTo(429);
        assertThat(server.figures().crowded()).isEqualTo(1);
      }
      Servers.await(() -> server.figures().connections() == 1);
      try (RawClient later = RawClient.connect(server)) {
        later.upgrade("/echo", "X-Forwarded-For: 192.0.2.1");
      }
    }
  }

  @Test
  void itIsShownInWords() {
    assertThat(TrustedProxies.forwarded(Networks.of("unix"))).hasToString("FORWARDED [unix]");
  }
}
