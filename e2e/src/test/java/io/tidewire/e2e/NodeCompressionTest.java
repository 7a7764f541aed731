package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.Limits;
import io.tidewire.server.WebSocketServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Node's `ws`, which honours every window from 9 bits on, exchanges compressed messages with our
/// server and with our client.
@Needs(Tool.NODE)
class NodeCompressionTest {
  private static final int LARGEST = 16 << 20;

  @AutoClose private static NodeProcess node;
  @AutoClose private static WebSocketServer server;
  private static int connections;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("peer.mjs");
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .options(
                WebSocketOptions.DEFAULTS
                    .withLimits(new Limits(LARGEST, LARGEST, 1024))
                    .withCompression(CompressionOptions.DEFAULTS.withThreshold(0)))
            .route("/echo", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
            .start();
  }

  @ParameterizedTest
  @CsvSource({
    "9, false", "10, false", "11, false", "12, false", "13, false", "14, false", "15, false",
    "9, true", "10, true", "11, true", "12, true", "13, true", "14, true", "15, true"
  })
  void everyWindowIsHonouredBothWays(int bits, boolean takeover) {
    Map<String, Object> offer = new HashMap<>();
    offer.put("threshold", 0);
    offer.put("serverMaxWindowBits", bits);
    offer.put("clientMaxWindowBits", bits);
    offer.put("serverNoContextTakeover", !takeover);
    offer.put("clientNoContextTakeover", !takeover);
    String agreed = echoes(offer, 0, 1, 1000, 50_000, 300_000);
    assertThat(agreed).startsWith("permessage-deflate").contains("server_max_window_bits=" + bits);
    assertThat(agreed.contains("server_no_context_takeover")).isEqualTo(!takeover);
    assertThat(agreed.contains("client_no_context_takeover")).isEqualTo(!takeover);
  }

  @Test
  void sixteenMebibytesGoBothWays() {
    assertThat(echoes(Map.of("threshold", 0), LARGEST)).startsWith("permessage-deflate");
  }

  @ParameterizedTest
  @CsvSource({"9, 15, true", "15, 9, true", "12, 10, false", "15, 15, true"})
  void ourClientHonoursWhatItsServerAnswers(int outgoing, int incoming, boolean takeover)
      throws Exception {
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withThreshold(0)
            .withWindowBits(outgoing, incoming)
            .withTakeover(takeover, takeover);
    String id = "zs" + ++connections;
    node.tell(id, "listen", "subprotocols", new String[0], "deflate", Map.of("threshold", 0));
    URI uri = URI.create("ws://127.0.0.1:" + node.inbox(id).next().get("port").asInt() + "/");
    WebSocketClient client =
        WebSocketClient.builder()
            .options(WebSocketOptions.DEFAULTS.withCompression(options))
            .build();
    try (WebSocket ours = client.connect(uri)) {
      Peer theirs = new NodePeer(node, node.inbox(id).next().get("session").asString(), "");
      assertThat(ours.responseHeaders().first("Sec-WebSocket-Extensions").orElse(""))
          .startsWith("permessage-deflate")
          .satisfies(agreed ->
              assertThat(agreed.contains("server_no_context_takeover")).isEqualTo(!takeover));
      for (int size : new int[] {0, 1, 1000, 50_000, 300_000}) {
        for (byte[] payload : List.of(Payloads.binary(size), new byte[size])) {
          ours.send(payload);
          assertThat(theirs.next()).isEqualTo(new Event.Binary(payload));
          theirs.send(payload);
          assertThat(ours.receive().bytes()).isEqualTo(payload);
        }
      }
      theirs.cut();
    }
    node.tell(id, "stop");
  }

  // What was agreed on.
  private static String echoes(Map<String, Object> offer, int... sizes) {
    String id = "z" + ++connections;
    URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/echo");
    node.tell(id, "connect", "url", uri, "subprotocols", new String[0], "deflate", offer);
    JsonNode open = node.inbox(id).next();
    assertThat(open.get("event").asString()).as(open.toString()).isEqualTo("open");
    NodePeer peer = new NodePeer(node, id, "");
    for (int size : sizes) {
      peer.send(Payloads.text(size));
      peer.send(Payloads.binary(size));
      assertThat(peer.next()).isEqualTo(new Event.Text(Payloads.text(size)));
      assertThat(peer.next()).isEqualTo(new Event.Binary(Payloads.binary(size)));
    }
    peer.cut();
    return open.get("extensions").asString();
  }
}
