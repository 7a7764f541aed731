package io.tidewire.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The PROXY protocol, as its specification has it (section 2), from proxies that are trusted and
/// others. The tests' own address, 127.0.0.1, is the proxy's.
class ProxyProtocolTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.proxyProtocol(Networks.of("127.0.0.1"));
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String V1 = "PROXY TCP4 192.0.2.1 198.51.100.1 40000 80\r\n";

  private final CompletableFuture<SocketAddress> seen = new CompletableFuture<>();

  private WebSocketServerBuilder trusting(TrustedProxies proxies) {
    return Servers.echo()
        .trust(proxies)
        .policy(request -> {
          seen.complete(request.remoteAddress());
          return HandshakeDecision.accept();
        });
  }

  private static String v2(String hex) {
    return new String(HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", "")), ISO_8859_1);
  }

  private String clientOf(String header) throws Exception {
    Servers.ask(trusting(PROXIES), header + RawClient.handshake("/echo"));
    return seen.get(10, TimeUnit.SECONDS).toString();
  }

  @Test
  void theFirstVersionTellsTheClient() throws Exception {
    assertThat(clientOf(V1)).isEqualTo("/192.0.2.1:40000");
  }

  @Test
  void theFirstVersionTellsAClientOfIpv6() throws Exception {
    assertThat(clientOf("PROXY TCP6 2001:db8::1 2001:db8::2 40000 80\r\n"))
        .isEqualTo("/[2001:db8:0:0:0:0:0:1]:40000");
  }

  @Test
  void theSecondVersionTellsTheClientAndMaySayMore() throws Exception {
    // PROXY, TCP over IPv4, 15 bytes: two addresses, two ports, and a value of no meaning (NOOP).
    assertThat(clientOf(v2("21 11 000f c0000201 c6336401 9c40 0050 04 0000")))
        .isEqualTo("/192.0.2.1:40000");
  }

  @Test
  void theSecondVersionTellsAClientOfIpv6() throws Exception {
    String addresses = "20010db8" + "00".repeat(11) + "01" + "20010db8" + "00".repeat(11) + "02";
    assertThat(clientOf(v2("21 21 0024" + addresses + "9c40 0050")))
        .isEqualTo("/[2001:db8:0:0:0:0:0:1]:40000");
  }

  static Stream<String> ofTheProxyItself() {
    return Stream.of(
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN 192.0.2.1 192.0.2.2 1 2\r\n",
        v2("20 00 0000"), // LOCAL: a health check
        v2("20 11 000c c0000201 c6336401 9c40 0050"),
        v2("21 00 0000")); // PROXY, of unspecified protocol
  }

  @ParameterizedTest
  @MethodSource("ofTheProxyItself")
  void aConnectionOfTheProxyItselfKeepsItsAddress(String header) throws Exception {
    assertThat(clientOf(header)).startsWith("/127.0.0.1:");
  }

  @Test
  void theHeaderIsReadAtEverySplitAndNothingBehindItIsLost() throws Exception {
    String header = v2("21 11 000c c0000201 c6336401 9c40 0050");
    try (WebSocketServer server = trusting(PROXIES).start()) {
      for (int cut = 1; cut <= header.length(); cut++) {
        try (RawClient client = RawClient.connect(server)) {
          client.send(header.substring(0, cut));
          client.send(header.substring(cut) + RawClient.handshake("/echo"));
          assertThat(client.head().status()).isEqualTo(101);
        }
      }
    }
  }

  @Test
  void tlsComesBehindTheHeader() throws Exception {
    X509Bundle bundle = Certificates.selfSigned(Algorithm.ecp256, "localhost");
    ServerTls tls = ServerTls.keys(bundle.toKeyManagerFactory());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {bundle.toTrustManager()}, null);
    WebSocketServerBuilder builder =
        WebSocketServer.builder()
            .listen(Listener.tls("127.0.0.1", 0, tls))
            .route("/echo", Servers.echoHandler())
            .trust(PROXIES);
    try (WebSocketServer server = builder.start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(V1.getBytes(US_ASCII));
      SSLSocket secured =
          (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 1, true);
      try (RawClient client = new RawClient(secured)) {
        client.upgrade("/echo");
        assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
      }
    }
  }

  // ---- what is not believed

  @Test
  void fromAnyoneElseAHeaderIsNoRequest() throws Exception {
    TrustedProxies others = TrustedProxies.proxyProtocol(Networks.of("10.0.0.0/8"));

    assertThat(Servers.ask(trusting(others), V1 + RawClient.handshake("/echo")).status())
        .isEqualTo(400);
    assertThat(Servers.ask(trusting(TrustedProxies.NONE), V1 + RawClient.get("/")).status())
        .isEqualTo(400);
    assertThat(seen).isNotDone();
  }

  @Test
  void anyoneElseNeedsNoHeader() throws Exception {
    TrustedProxies others = TrustedProxies.proxyProtocol(Networks.of("10.0.0.0/8"));
    Servers.ask(trusting(others), RawClient.handshake("/echo"));

    assertThat(seen.get(10, TimeUnit.SECONDS).toString()).startsWith("/127.0.0.1:");
  }

  @Test
  void theFieldsOfARequestAreNotBelieved() throws Exception {
    String request = RawClient.handshake("/echo", "X-Forwarded-For: 8.8.8.8");
    Servers.ask(trusting(PROXIES), V1 + request);

    assertThat(seen.get(10, TimeUnit.SECONDS)).hasToString("/192.0.2.1:40000");
  }

  // ---- what is broken

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 40000\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 40000 99999\r\n",
        "PROXY TCP4 2001:db8::1 198.51.100.1 40000 80\r\n",
        "PROXY TCP4 localhost 198.51.100.1 40000 80\r\n",
        "PROXY TCP6 fe80::1%lo fe80::2 40000 80\r\n",
        "proxy TCP4 192.0.2.1 198.51.100.1 40000 80\r\n",
        "\u0016\u0003\u0001\u0000\u00f5 a TLS handshake without a header before it",
      })
  void aBrokenHeaderClosesTheConnectionAndIsLogged(String header) throws Exception {
    assertClosed(header);
  }

  static Stream<String> brokenOnes() {
    return Stream.of(
        v2("31 11 000c c0000201 c6336401 9c40 0050"), // version 3
        v2("22 11 000c c0000201 c6336401 9c40 0050"), // no such command
        v2("21 41 000c c0000201 c6336401 9c40 0050"), // no such family
        v2("21 11 0004 c0000201"), // too short for its addresses
        v2("21 11 ffff") + "\0".repeat(0xffff), // longer than a head may be
        "PROXY TCP4 " + "1".repeat(200) + "\r\n",
        "PROXY\nforged \u001b[2J\r\n");
  }

  @ParameterizedTest
  @MethodSource("brokenOnes")
  void aBrokenHeaderOfBytesToo(String header) throws Exception {
    assertClosed(header);
  }

  private void assertClosed(String header) throws Exception {
    try (Logs logs = new Logs();
        WebSocketServer server = trusting(PROXIES).start();
        RawClient client = RawClient.connect(server)) {
      client.send(header + RawClient.handshake("/echo"));

      assertThat(restOrReset(client)).isEmpty();
      Servers.await(() -> server.figures().badProxyHeaders() == 1);
      assertThat(logs.lines())
          .filteredOn(line -> line.startsWith("closing a connection of the trusted proxy"))
          .singleElement()
          .asString()
          .matches("[ -~]+")
          .contains("127.0.0.1")
          .contains("it does not begin with a header of the PROXY protocol (");
      assertThat(seen).isNotDone();
    }
  }

  // The rest of what was sent may not have been read when the connection is closed.
  private static String restOrReset(RawClient client) throws IOException {
    try {
      return client.rest();
    } catch (SocketException reset) {
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY", "PROXY TCP4 192.0.2.1 198."})
  void aHeaderThatStopsIsClosedAtTheDeadline(String begun) throws Exception {
    ServerLimits limits = ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200));
    try (WebSocketServer server = trusting(PROXIES).limits(limits).start();
        RawClient client = RawClient.connect(server)) {
      client.send(begun);

      assertThat(client.rest()).isEmpty();
      assertThat(server.figures().late()).isEqualTo(1);
    }
  }

  // ---- limits

  @Test
  void theLimitsCountTheClientAndNotTheProxy() throws Exception {
    ServerLimits limits =
        ServerLimits.DEFAULTS.withUncounted(Networks.NONE).withConnectionsPerAddress(1);
    try (WebSocketServer server = Servers.echo().trust(PROXIES).limits(limits).start();
        RawClient ada = RawClient.connect(server);
        RawClient bob = RawClient.connect(server);
        RawClient adaAgain = RawClient.connect(server)) {
      ada.send(V1).upgrade("/echo");
      bob.send(V1.replace("192.0.2.1", "192.0.2.2")).upgrade("/echo");

      assertThat(adaAgain.send(V1 + RawClient.handshake("/echo")).response().status())
          .isEqualTo(429);
    }
  }
}
