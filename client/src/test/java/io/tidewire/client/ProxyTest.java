package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.channel.Channel;
import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.connection.Connections;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProxyTest {
  /// Known to the proxies only.
  private static final URI FAR = URI.create("ws://far.example:8080/echo");

  @Test
  void anHttpProxyIsAskedToConnect() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "");
      try (RawServer proxy = RawServer.start(raw::http);
          WebSocket ws = through(Proxy.http("127.0.0.1", proxy.port())).connect(FAR)) {
        assertEchoes(ws);
        assertThat(raw.asked).containsExactly("CONNECT far.example:8080 HTTP/1.1");
      }
    }
  }

  @Test
  void anHttpProxyGetsItsCredentials() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "user:secret");
      try (RawServer proxy = RawServer.start(raw::http);
          WebSocket ws =
              through(Proxy.http("127.0.0.1", proxy.port()).withCredentials("user", "secret"))
                  .connect(FAR)) {
        assertEchoes(ws);
      }
    }
  }

  @Test
  void theServerDoesNotGetTheProxysCredentials() throws Exception {
    try (RawServer server = RawServer.start(RawPeer::upgrade)) {
      RawProxy raw = new RawProxy(server.port(), "user:secret");
      try (RawServer proxy = RawServer.start(raw::http)) {
        through(Proxy.http("127.0.0.1", proxy.port()).withCredentials("user", "secret"))
            .connect(FAR)
            .abort();
        assertThat(server.awaitEnd().head).noneMatch(line -> line.contains("uthorization"));
      }
    }
  }

  @Test
  void anHttpProxyThatWantsCredentialsIsNamedSo() throws Exception {
    RawProxy raw = new RawProxy(0, "user:secret");
    try (RawServer proxy = RawServer.start(raw::http)) {
      assertThat(fails(Proxy.http("127.0.0.1", proxy.port())))
          .hasMessageStartingWith(
              "cannot connect to ws://far.example:8080/echo through HTTP proxy ")
          .hasMessageEndingWith("the proxy answered 407 Proxy Authentication Required");
    }
  }

  @Test
  void aSocksProxyIsAskedToConnect() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "");
      try (RawServer proxy = RawServer.start(raw::socks5)) {
        WebSocketClient client = through(Proxy.socks5("127.0.0.1", proxy.port()));
        try (WebSocket ws = client.connect(FAR);
            WebSocket other = client.connect(URI.create("ws://10.1.2.3/"))) {
          assertEchoes(ws);
          assertEchoes(other);
        }
        assertThat(raw.asked).containsExactly("far.example:8080", "10.1.2.3:80");
      }
    }
  }

  @Test
  void aSocksProxyGetsItsCredentials() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "user:secret");
      try (RawServer proxy = RawServer.start(raw::socks5);
          WebSocket ws =
              through(Proxy.socks5("127.0.0.1", proxy.port()).withCredentials("user", "secret"))
                  .connect(FAR)) {
        assertEchoes(ws);
      }
    }
  }

  @Test
  void aSocksProxyThatRefusesTheCredentialsIsNamedSo() throws Exception {
    RawProxy raw = new RawProxy(0, "user:secret");
    try (RawServer proxy = RawServer.start(raw::socks5)) {
      Proxy wrong = Proxy.socks5("127.0.0.1", proxy.port()).withCredentials("user", "wrong");
      assertThat(fails(wrong)).hasMessageEndingWith("refuses the user name and password");
      assertThat(fails(Proxy.socks5("127.0.0.1", proxy.port())))
          .hasMessageContaining("the proxy refused");
    }
  }

  @Test
  void aProxyThatIsNotThereIsNamed() {
    assertThat(fails(Proxy.http("127.0.0.1", 1)))
        .hasMessageContaining("connection refused by 127.0.0.1:1");
  }

  @Test
  void aProxyThatDoesNotAnswerIsLeftAfterTheDeadline() throws Exception {
    try (RawServer proxy = RawServer.start(RawPeer::awaitClose)) {
      for (Proxy silent :
          List.of(Proxy.http("127.0.0.1", proxy.port()), Proxy.socks5("127.0.0.1", proxy.port()))) {
        assertThat(fails(builder(silent).handshakeTimeout(Duration.ofMillis(300)).build()))
            .hasMessageEndingWith("no answer from the proxy within 300 ms");
      }
    }
  }

  @Test
  void aProxyThatClosesIsNamedSo() throws Exception {
    try (RawServer proxy = RawServer.start(RawPeer::readHead)) {
      assertThat(fails(Proxy.http("127.0.0.1", proxy.port())))
          .hasMessageEndingWith("the proxy closed the connection without an answer");
    }
  }

  @Test
  void nothingOfTheProxyIsLeftInThePipeline() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "");
      try (RawServer proxy = RawServer.start(raw::http)) {
        Settings settings = builder(Proxy.http("127.0.0.1", proxy.port())).settings();
        CompletableFuture<Channel> opened = new CompletableFuture<>();
        Opener opener =
            (channel, agreed) -> {
              opened.complete(channel);
              return Connections.open(channel, agreed);
            };
        try (WebSocket ws = new Attempt(settings, Target.of(FAR), opener).run()) {
          assertEchoes(ws);
          assertThat(opened.join().pipeline().toMap()).hasSize(1);
        }
      }
    }
  }

  @Test
  void bytesBehindTheProxysAnswerAreNotLost() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 Fine\r\n\r\nnot an answer to a handshake\r\n");
          peer.awaitClose();
        };
    try (RawServer proxy = RawServer.start(script)) {
      assertThat(fails(Proxy.http("127.0.0.1", proxy.port())))
          .hasMessageEndingWith("answer is not HTTP");
    }
  }

  @Test
  void theSystemsHttpProxyIsUsed() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "user:secret");
      try (RawServer proxy = RawServer.start(raw::http);
          SystemProperties _ =
              SystemProperties.set(
                  "http.proxyHost", "127.0.0.1",
                  "http.proxyPort", proxy.port(),
                  "http.proxyUser", "user",
                  "http.proxyPassword", "secret",
                  "http.nonProxyHosts", "near.example|*.local");
          WebSocket ws = through(Proxy.system()).connect(FAR)) {
        assertEchoes(ws);
        assertThat(raw.asked).containsExactly("CONNECT far.example:8080 HTTP/1.1");
      }
    }
  }

  @Test
  void theSystemsSocksProxyIsUsed() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      RawProxy raw = new RawProxy(server.port(), "user:secret");
      try (RawServer proxy = RawServer.start(raw::socks5);
          SystemProperties _ =
              SystemProperties.set(
                  "socksProxyHost", "127.0.0.1",
                  "socksProxyPort", proxy.port(),
                  "java.net.socks.username", "user",
                  "java.net.socks.password", "secret");
          WebSocket ws = through(Proxy.system()).connect(FAR)) {
        assertEchoes(ws);
        assertThat(raw.asked).containsExactly("far.example:8080");
      }
    }
  }

  @Test
  void theSystemsExceptionsAreReachedDirectly() {
    try (SystemProperties _ =
        SystemProperties.set(
            "http.proxyHost", "127.0.0.1",
            "http.proxyPort", 1,
            "https.proxyHost", "127.0.0.1",
            "https.proxyPort", 2,
            "http.nonProxyHosts", "near.example")) {
      assertThat(chosen("ws://near.example/").isDirect()).isTrue();
      assertThat(chosen("ws://far.example/").port()).isEqualTo(1);
      assertThat(chosen("wss://far.example/").port()).isEqualTo(2);
      assertThat(chosen("ws://under_score:8080/").port()).isEqualTo(1);
      assertThat(chosen("ws://[2001:db8::1]:8080/").port()).isEqualTo(1);
    }
    assertThat(chosen("ws://far.example/").isDirect()).isTrue();
  }

  @Test
  void noneIsNoneWhateverTheSystemSays() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo);
        SystemProperties _ =
            SystemProperties.set(
                "http.proxyHost", "127.0.0.1", "http.proxyPort", 1, "http.nonProxyHosts", "");
        WebSocket ws =
            WebSocketClient.builder().proxy(Proxy.none()).build().connect(server.uri())) {
      assertEchoes(ws);
    }
  }

  @Test
  void onlyANamedProxyTakesCredentials() {
    assertThatThrownBy(() -> Proxy.none().withCredentials("a", "b"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Proxy.http("h", 1).withCredentials("a", "hush")).hasToString("HTTP proxy h:1");
  }

  private static Proxy chosen(String uri) {
    return SystemProxy.chosenFor(Target.of(URI.create(uri)));
  }

  private static HandshakeException fails(Proxy proxy) {
    return fails(through(proxy));
  }

  private static HandshakeException fails(WebSocketClient client) {
    return catchThrowableOfType(HandshakeException.class, () -> client.connect(FAR));
  }

  private static WebSocketClient through(Proxy proxy) {
    return builder(proxy).build();
  }

  private static WebSocketClientBuilder builder(Proxy proxy) {
    return WebSocketClient.builder().proxy(proxy).resolver(ProxyTest::onlyAddresses);
  }

  /// Only the proxy knows what names mean.
  private static InetAddress[] onlyAddresses(String host) throws UnknownHostException {
    if (!host.equals("127.0.0.1")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.ofLiteral(host)};
  }

  private static void assertEchoes(WebSocket ws) {
    ws.send("there and back");
    assertThat(ws.receive().text()).isEqualTo("there and back");
  }
}
