package io.tidewire.e2e;

import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;

/// A connection of OkHttp, in either role, that sends back what it gets.
final class OkHttpEcho extends WebSocketListener {
  @Override
  public void onMessage(WebSocket ws, String text) {
    ws.send(text);
  }

  @Override
  public void onMessage(WebSocket ws, ByteString bytes) {
    ws.send(bytes);
  }
}
