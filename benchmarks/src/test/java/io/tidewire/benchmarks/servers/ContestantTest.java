package io.tidewire.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.ClientTls;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContestantTest {
  private static final Set<Contestant> NOT_COMPRESSING = Set.of(Contestant.HELIDON);
  private static final byte[] BYTES = {0, 1, (byte) 0xFF};

  @BeforeEach
  void needsEpoll() {
    assumeTrue(Epoll.isAvailable(), "the contestants on Netty run on Linux");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NETTY_TCP", "BARE_BROADCAST"})
  void everyServerEchoesPlainAndOverTlsAndCompressed(Contestant contestant) throws Exception {
    assertEchoes(contestant, false, CompressionOptions.OFF);
    assertEchoes(contestant, true, CompressionOptions.OFF);
    if (!NOT_COMPRESSING.contains(contestant)) {
      assertEchoes(contestant, false, CompressionOptions.DEFAULTS);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BARE_BROADCAST", "TIDEWIRE", "NETTY", "VERTX", "JAVA_WEBSOCKET"})
  void everyBroadcastReachesTheSenderAndTheOthers(Contestant contestant) throws Exception {
    int port = contestant.server().start(new Setup(0, 1, false, CompressionOptions.OFF));
    String text = "x".repeat(BareBroadcast.PAYLOAD);

    URI uri = URI.create("ws://127.0.0.1:" + port + "/broadcast");
    try (WebSocketClient client = client(CompressionOptions.OFF);
        WebSocket one = client.connect(uri);
        WebSocket other = client.connect(uri)) {
      one.send(text);

      assertThat(one.receive().text()).isEqualTo(text);
      assertThat(other.receive().text()).isEqualTo(text);
    }
  }

  private static void assertEchoes(
      Contestant contestant, boolean tls, CompressionOptions compression) throws Exception {
    int port = contestant.server().start(new Setup(0, 1, tls, compression));
    URI uri = URI.create((tls ? "wss" : "ws") + "://127.0.0.1:" + port + "/echo");
    String text = "é".repeat(100_000);

    try (WebSocketClient client = client(compression);
        WebSocket ws = client.connect(uri)) {
      ws.send(text);
      ws.send(Message.binary(BYTES));

      assertThat(ws.receive().text()).isEqualTo(text);
      assertThat(ws.receive().bytes()).isEqualTo(BYTES);
      assertThat(ws.responseHeaders().first("Sec-WebSocket-Extensions").isPresent())
          .isEqualTo(compression.enabled());
    }
  }

  private static WebSocketClient client(CompressionOptions compression) {
    return WebSocketClient.builder()
        .tls(ClientTls.system().insecure())
        .options(WebSocketOptions.DEFAULTS.withCompression(compression))
        .build();
  }

  @Test
  void tellsTheVersionOfALibrary() {
    assertThat(Contestant.JETTY.version()).get().asString().matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void answersAWrongNameWithAllNames() {
    assertThatThrownBy(() -> Contestant.of("jety"))
        .hasMessageContaining("no contestant jety")
        .hasMessageContaining("jetty, undertow");
  }
}
