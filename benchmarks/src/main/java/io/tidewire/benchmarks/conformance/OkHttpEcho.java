package io.tidewire.benchmarks.conformance;

import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/// OkHttp.
final class OkHttpEcho implements EchoClient {
  private final OkHttpClient http = new OkHttpClient();

  @Override
  public String echo(URI uri) throws InterruptedException {
    Ended ended = new Ended();
    http.newWebSocket(new Request.Builder().url(uri.toString()).build(), new Echo(ended));
    return ended.await();
  }

  private static final class Echo extends WebSocketListener {
    private final Ended ended;

    Echo(Ended ended) {
      this.ended = ended;
    }

    @Override
    public void onMessage(WebSocket ws, String text) {
      ended.text(text);
      ws.send(text);
    }

    @Override
    public void onMessage(WebSocket ws, ByteString bytes) {
      ws.send(bytes);
    }

    @Override
    public void onClosing(WebSocket ws, int code, String reason) {
      // OkHttp leaves the answer to its user, and has no way to give one without a code.
      ws.close(code == 1005 ? 1000 : code, null);
    }

    @Override
    public void onClosed(WebSocket ws, int code, String reason) {
      ended.end();
    }

    @Override
    public void onFailure(WebSocket ws, Throwable failure, Response response) {
      ended.end();
    }
  }
}
