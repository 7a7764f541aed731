package io.tidewire.e2e;

import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/// A connection of OkHttp, in either role.
final class OkHttpPeer extends WebSocketListener implements Peer {
  private final Events<WebSocket> opened = new Events<>();
  private final Events<Event> events = new Events<>();
  private final Consumer<WebSocket> cut;
  // From here on the test's thread only, once the connection is open.
  private WebSocket webSocket;
  private String subprotocol;

  /// @param cut drops the connection
  OkHttpPeer(Consumer<WebSocket> cut) {
    this.cut = cut;
  }

  OkHttpPeer awaitOpen() {
    webSocket = opened.next();
    return this;
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public void send(String text) {
    webSocket.send(text);
  }

  @Override
  public void send(byte[] payload) {
    webSocket.send(ByteString.of(payload));
  }

  @Override
  public void close(int code, String reason) {
    webSocket.close(code, reason);
  }

  @Override
  public Event next() {
    return events.next();
  }

  @Override
  public void cut() {
    cut.accept(webSocket);
  }

  @Override
  public void onOpen(WebSocket ws, Response response) {
    String agreed = response.header("Sec-WebSocket-Protocol");
    subprotocol = agreed == null ? "" : agreed;
    opened.add(ws);
  }

  @Override
  public void onMessage(WebSocket ws, String text) {
    events.add(new Event.Text(text));
  }

  @Override
  public void onMessage(WebSocket ws, ByteString bytes) {
    events.add(new Event.Binary(bytes.toByteArray()));
  }

  @Override
  public void onClosing(WebSocket ws, int code, String reason) {
    // OkHttp leaves the answer to its user, and has no way to give one without a code.
    ws.close(code == 1005 ? 1000 : code, null);
  }

  @Override
  public void onClosed(WebSocket ws, int code, String reason) {
    events.add(new Event.Closed(code, reason));
  }

  @Override
  public void onFailure(WebSocket ws, Throwable failure, Response response) {
    events.add(new Event.Failed(failure.toString()));
  }
}
