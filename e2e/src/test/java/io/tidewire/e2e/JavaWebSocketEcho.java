package io.tidewire.e2e;

import java.net.URI;
import java.nio.ByteBuffer;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;

/// Ends of Java-WebSocket that compress and send back what they get. The library is used by
/// inheritance.
final class JavaWebSocketEcho {
  private JavaWebSocketEcho() {}

  private static Draft_6455 draft() {
    return new Draft_6455(new PerMessageDeflateExtension());
  }

  /// A client.
  static final class Client extends WebSocketClient {
    Client(URI uri) {
      super(uri, draft());
      setConnectionLostTimeout(0);
    }

    @Override
    public void onMessage(String text) {
      send(text);
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      send(bytes);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onClose(int code, String reason, boolean remote) {}

    @Override
    public void onError(Exception failure) {}
  }

  /// A server.
  static final class Server extends LoopbackJavaWebSocketServer {
    Server() {
      super(draft());
    }

    @Override
    public void onMessage(WebSocket ws, String text) {
      ws.send(text);
    }

    @Override
    public void onMessage(WebSocket ws, ByteBuffer bytes) {
      ws.send(bytes);
    }

    @Override
    public void onOpen(WebSocket ws, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket ws, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket ws, Exception failure) {}
  }
}
