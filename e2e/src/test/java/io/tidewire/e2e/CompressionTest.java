package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java libraries that compress exchange messages with our server and with our client.
class CompressionTest {
  private static final String DEFLATE = "permessage-deflate";

  private final CompressedTalk talk = new CompressedTalk();

  @Test
  void okHttpAsTheClient() throws Exception {
    OkHttpClient client = new OkHttpClient();
    try (OurServer server = new OurServer(talk.options(CompressionOptions.DEFAULTS))) {
      String uri = server.uri("ws", "/accept").toString();
      client.newWebSocket(new Request.Builder().url(uri).build(), new OkHttpEcho());
      exchange(server.accepted(), CompressedTalk.LARGEST);
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DEFLATE,
        DEFLATE + "; client_no_context_takeover",
        DEFLATE + "; server_no_context_takeover; client_no_context_takeover"
      })
  void okHttpAsTheServer(String answer) throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.enqueue(
          new MockResponse.Builder()
              .addHeader("Sec-WebSocket-Extensions", answer)
              .webSocketUpgrade(new OkHttpEcho())
              .build());
      server.start(InetAddress.getLoopbackAddress(), 0);
      int largest = answer.equals(DEFLATE) ? CompressedTalk.LARGEST : 1 << 20;
      exchange(connect(URI.create("ws://localhost:" + server.getPort())), largest);
    }
  }

  @Test
  void javaWebSocketAsTheClient() throws Exception {
    try (OurServer server = new OurServer(talk.options(CompressionOptions.DEFAULTS))) {
      var client = new JavaWebSocketEcho.Client(server.uri("ws", "/accept"));
      assertThat(client.connectBlocking(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      exchange(server.accepted(), CompressedTalk.LARGEST);
      client.closeBlocking();
    }
  }

  @Test
  void javaWebSocketAsTheServer() throws Exception {
    var server = new JavaWebSocketEcho.Server();
    server.startAndWait();
    exchange(connect(URI.create("ws://localhost:" + server.getPort())), CompressedTalk.LARGEST);
    server.stop();
  }

  private WebSocket connect(URI uri) throws Exception {
    return WebSocketClient.builder()
        .options(talk.options(CompressionOptions.DEFAULTS))
        .build()
        .connect(uri);
  }

  private void exchange(WebSocket ours, int largest) {
    assertThat(CompressedTalk.agreed(ours)).startsWith(DEFLATE);
    talk.exchange(ours, 0, 1, 125, 126, 1023, 1024, 65_536, largest);
    ours.abort();
  }
}
