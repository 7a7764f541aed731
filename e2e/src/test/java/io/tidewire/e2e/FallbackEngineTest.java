package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Limits;
import io.tidewire.server.WebSocketServer;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A server in a process that may not call C compresses with the JDK's means, and every peer's zlib
/// accepts what it makes, in windows of all sizes.
@Needs(Tool.NODE)
class FallbackEngineTest {
  private static final int[] SIZES = {0, 1, 1000, 50_000, 300_000, 1 << 20};
  private static final WebSocketOptions ALL =
      WebSocketOptions.DEFAULTS
          .withLimits(new Limits(1 << 20, 1 << 20, 1024))
          .withCompression(CompressionOptions.DEFAULTS.withThreshold(0));

  /// What the process runs.
  static final class Echo {
    public static void main(String[] args) throws Exception {
      var builder =
          WebSocketServer.builder()
              .host("127.0.0.1")
              .port(0)
              .options(ALL)
              .route("/echo", WebSocketHandler.onMessage((ws, message) -> ws.send(message)));
      try (WebSocketServer server = builder.start()) {
        System.out.println(Zlib.engine());
        System.out.println(server.port());
        System.in.transferTo(OutputStream.nullOutputStream()); // until the test ends it
      }
    }
  }

  @AutoClose private static NodeProcess node;
  private static Process process;
  private static Output output;
  private static Output errors;
  private static URI uri;
  private static int connections;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("peer.mjs");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Echo.class.getName())
            .start();
    output = new Output(process.inputReader(StandardCharsets.UTF_8));
    errors = new Output(process.errorReader(StandardCharsets.UTF_8));
    assertThat(output.next()).isEqualTo("java.util.zip");
    uri = URI.create("ws://127.0.0.1:" + output.next() + "/echo");
  }

  @AfterAll
  static void end() throws Exception {
    process.outputWriter().close();
    assertThat(errors.all().stream().filter(line -> line.contains("permessage-deflate works")))
        .singleElement()
        .asString()
        .contains("with java.util.zip, since the machine's zlib cannot be used: ");
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"9, true", "9, false", "11, true", "13, false", "15, true", "15, false"})
  void nodesZlibAcceptsIt(int bits, boolean takeover) {
    String id = "f" + ++connections;
    Map<String, Object> offer =
        Map.of(
            "threshold", 0,
            "serverMaxWindowBits", bits,
            "clientMaxWindowBits", bits,
            "serverNoContextTakeover", !takeover,
            "clientNoContextTakeover", !takeover);
    node.tell(id, "connect", "url", uri, "subprotocols", new String[0], "deflate", offer);
    JsonNode open = node.inbox(id).next();
    assertThat(open.toString()).contains("server_max_window_bits=" + bits);
    NodePeer peer = new NodePeer(node, id, "");
    for (int size : SIZES) {
      peer.send(Payloads.text(size));
      peer.send(Payloads.binary(size));
      assertThat(peer.next()).isEqualTo(new Event.Text(Payloads.text(size)));
      assertThat(peer.next()).isEqualTo(new Event.Binary(Payloads.binary(size)));
    }
    peer.cut();
  }

  @Test
  void nativeZlibAcceptsItInTheSmallestWindow() {
    WebSocketOptions small = ALL.withCompression(ALL.compression().withWindowBits(8, 8));
    assertThat(Zlib.engine()).endsWith("(native)");
    try (WebSocketClient client = WebSocketClient.builder().options(small).build();
        WebSocket ws = client.connect(uri)) {
      assertThat(ws.responseHeaders().first("Sec-WebSocket-Extensions").orElse(""))
          .contains("server_max_window_bits=8", "client_max_window_bits=8");
      for (int size : SIZES) {
        ws.send(Payloads.text(size));
        assertThat(ws.receive().text()).isEqualTo(Payloads.text(size));
      }
    }
  }
}
