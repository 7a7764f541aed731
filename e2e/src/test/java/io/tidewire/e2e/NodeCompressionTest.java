package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Node's `ws`, which honours all windows from 9 bits on, exchanges compressed messages with our
/// server and with our client. What it calls a window of 8 bits is one of 9, of which zlib uses so
/// little that it fits.
@Needs(Tool.NODE)
class NodeCompressionTest {
  private static final int[] SIZES = {0, 1, 125, 1000, 50_000};

  @AutoClose private static NodeProcess node;
  private static int connections;

  private final CompressedTalk talk = new CompressedTalk();

  @BeforeAll
  static void startNode() throws Exception {
    node = new NodeProcess("peer.mjs");
  }

  static Stream<Arguments> windows() {
    return IntStream.rangeClosed(8, 15)
        .boxed()
        .flatMap(bits ->
            Stream.of(
                Arguments.of(bits, 23 - bits, true),
                Arguments.of(bits, bits, true),
                Arguments.of(bits, 15, false)));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void ourServerHonoursEveryWindow(int server, int client, boolean takeover) throws Exception {
    Map<String, Object> offer = new HashMap<>();
    offer.put("threshold", 0);
    offer.put("serverMaxWindowBits", server);
    offer.put("clientMaxWindowBits", client);
    offer.put("serverNoContextTakeover", !takeover);
    offer.put("clientNoContextTakeover", !takeover);
    String agreed = withOurServer(offer, SIZES);
    assertThat(agreed).contains("server_max_window_bits=" + server);
    assertThat(agreed.contains("client_max_window_bits=" + client)).isEqualTo(client < 15);
    assertThat(agreed.contains("server_no_context_takeover")).isEqualTo(!takeover);
    assertThat(agreed.contains("client_no_context_takeover")).isEqualTo(!takeover);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void ourClientHonoursEveryWindow(int incoming, int outgoing, boolean takeover) throws Exception {
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withWindowBits(outgoing, incoming)
            .withTakeover(takeover, takeover);
    String agreed = withOurClient(options, SIZES);
    assertThat(agreed.contains("server_max_window_bits=" + incoming)).isEqualTo(incoming < 15);
    assertThat(agreed.contains("server_no_context_takeover")).isEqualTo(!takeover);
  }

  @Test
  void sixteenMebibytesGoBothWays() throws Exception {
    withOurServer(Map.of("threshold", 0), CompressedTalk.LARGEST);
    withOurClient(CompressionOptions.DEFAULTS, CompressedTalk.LARGEST);
  }

  // Each returns what was agreed on.

  private String withOurServer(Map<String, Object> offer, int... sizes) throws Exception {
    String id = "z" + ++connections;
    try (OurServer server = new OurServer(talk.options(CompressionOptions.DEFAULTS))) {
      URI uri = server.uri("ws", "/accept");
      String[] none = {};
      node.tell(id, "connect", "url", uri, "subprotocols", none, "deflate", offer, "echo", true);
      JsonNode open = node.inbox(id).next();
      assertThat(open.get("event").asString()).as(open.toString()).isEqualTo("open");
      return exchange(server.accepted(), sizes);
    }
  }

  private String withOurClient(CompressionOptions options, int... sizes) throws Exception {
    String id = "zs" + ++connections;
    Map<String, Object> accepted = Map.of("threshold", 0);
    String[] none = {};
    node.tell(id, "listen", "subprotocols", none, "deflate", accepted, "echo", true);
    URI uri = URI.create("ws://127.0.0.1:" + node.inbox(id).next().get("port").asInt() + "/");
    WebSocketClient client = WebSocketClient.builder().options(talk.options(options)).build();
    String agreed = exchange(client.connect(uri), sizes);
    node.tell(id, "stop");
    return agreed;
  }

  private String exchange(WebSocket ours, int... sizes) {
    String agreed = CompressedTalk.agreed(ours);
    assertThat(agreed).startsWith("permessage-deflate");
    talk.exchange(ours, sizes);
    ours.abort();
    return agreed;
  }
}
