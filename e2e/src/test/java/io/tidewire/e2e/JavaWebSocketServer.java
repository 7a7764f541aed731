package io.tidewire.e2e;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;

/// Java-WebSocket as the server.
final class JavaWebSocketServer extends LoopbackJavaWebSocketServer implements PeerServer {
  private final Events<JavaWebSocketPeer> accepted = new Events<>();
  private final String scheme;

  JavaWebSocketServer(boolean tls) throws Exception {
    super(
        JavaWebSocketPeer.draft(
            Stream.of("chat", "echo", "").map(JavaWebSocketPeer::subprotocol).toList()));
    scheme = tls ? "wss" : "ws";
    if (tls) {
      setWebSocketFactory(new DefaultSSLWebSocketServerFactory(TestCertificate.context()));
    }
  }

  JavaWebSocketServer started() {
    startAndWait();
    return this;
  }

  @Override
  public URI uri(String path) {
    return URI.create(scheme + "://localhost:" + getPort() + path);
  }

  @Override
  public Peer accepted() {
    return accepted.next();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onOpen(WebSocket ws, ClientHandshake handshake) {
    JavaWebSocketPeer peer = new JavaWebSocketPeer(ws);
    ws.setAttachment(peer);
    accepted.add(peer);
  }

  @Override
  public void onMessage(WebSocket ws, String text) {
    tell(ws, new Event.Text(text));
  }

  @Override
  public void onMessage(WebSocket ws, ByteBuffer bytes) {
    tell(ws, JavaWebSocketPeer.binary(bytes));
  }

  @Override
  public void onWebsocketPong(WebSocket ws, Framedata pong) {
    tell(ws, new Event.Pong(Payloads.utf8(pong.getPayloadData())));
  }

  @Override
  public void onClose(WebSocket ws, int code, String reason, boolean remote) {
    tell(ws, new Event.Closed(code, reason));
  }

  @Override
  public void onError(WebSocket ws, Exception failure) {
    if (ws != null) {
      tell(ws, new Event.Failed(failure.toString()));
    }
  }

  private static void tell(WebSocket ws, Event event) {
    JavaWebSocketPeer peer = ws.getAttachment();
    peer.events.add(event);
  }
}
