package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.Limits;
import io.tidewire.server.WebSocketServer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ServerHandshake;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Java clients that compress exchange messages with our server.
class CompressingPeersTest {
  private static final String FIELD = "Sec-WebSocket-Extensions";
  private static final int LARGEST = 4 << 20;
  private static final int[] SIZES = {0, 1, 1023, 1024, 5000, 70_000, 1 << 20, LARGEST};

  @AutoClose private static WebSocketServer server;

  @BeforeAll
  static void start() throws Exception {
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

  @Test
  void okHttp() {
    OkHttpClient client = new OkHttpClient();
    Events<String> agreed = new Events<>();
    Events<ByteString> received = new Events<>();
    WebSocketListener listener =
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket ws, Response response) {
            agreed.add(String.valueOf(response.header(FIELD)));
          }

          @Override
          public void onMessage(WebSocket ws, ByteString bytes) {
            received.add(bytes);
          }
        };
    WebSocket ws =
        client.newWebSocket(new Request.Builder().url(uri().toString()).build(), listener);
    assertThat(agreed.next()).startsWith("permessage-deflate");
    for (int size : SIZES) {
      for (byte[] payload : List.of(Payloads.binary(size), new byte[size])) {
        ws.send(ByteString.of(payload));
        assertThat(received.next()).isEqualTo(ByteString.of(payload));
      }
    }
    ws.cancel();
    client.dispatcher().executorService().shutdown();
  }

  @Test
  void javaWebSocket() throws Exception {
    JavaWebSocket client = new JavaWebSocket(uri());
    assertThat(client.connectBlocking(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(client.agreed.next()).startsWith("permessage-deflate");
    for (int size : SIZES) {
      for (byte[] payload : List.of(Payloads.binary(size), new byte[size])) {
        client.send(payload);
        assertThat(client.received.next()).isEqualTo(ByteBuffer.wrap(payload));
      }
    }
    client.closeBlocking();
  }

  private static URI uri() {
    return URI.create("ws://127.0.0.1:" + server.port() + "/echo");
  }

  /// The library is used by inheritance.
  private static final class JavaWebSocket extends WebSocketClient {
    final Events<String> agreed = new Events<>();
    final Events<ByteBuffer> received = new Events<>();

    JavaWebSocket(URI uri) {
      super(uri, new Draft_6455(new PerMessageDeflateExtension()));
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
      agreed.add(handshake.getFieldValue(FIELD));
    }

    @Override
    public void onMessage(String text) {}

    @Override
    public void onMessage(ByteBuffer bytes) {
      received.add(bytes);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {}

    @Override
    public void onError(Exception failure) {}
  }
}
