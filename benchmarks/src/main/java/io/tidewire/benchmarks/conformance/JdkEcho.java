package io.tidewire.benchmarks.conformance;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/// The JDK's client.
final class JdkEcho implements EchoClient {
  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public String echo(URI uri) throws InterruptedException {
    Ended ended = new Ended();
    http.newWebSocketBuilder()
        .buildAsync(uri, new Echo(ended))
        .whenComplete((_, failure) -> {
          if (failure != null) {
            ended.end();
          }
        });
    return ended.await();
  }

  private static final class Echo implements WebSocket.Listener {
    private final Ended ended;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    Echo(Ended ended) {
      this.ended = ended;
    }

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence part, boolean last) {
      text.append(part);
      if (!last) {
        ws.request(1);
        return null;
      }
      String message = text.toString();
      text.setLength(0);
      ended.text(message);
      return ws.sendText(message, true).thenRun(() -> ws.request(1));
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket ws, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      binary.writeBytes(bytes);
      if (!last) {
        ws.request(1);
        return null;
      }
      ByteBuffer message = ByteBuffer.wrap(binary.toByteArray());
      binary.reset();
      return ws.sendBinary(message, true).thenRun(() -> ws.request(1));
    }

    @Override
    public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
      ended.end();
      return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable failure) {
      System.err.println("the client ended a connection: " + failure);
      ended.end();
    }
  }
}
