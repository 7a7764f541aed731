package io.tidewire.e2e;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.java_websocket.WebSocket;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/// Java-WebSocket as the server. The library is used by inheritance.
///
/// Its selecting thread takes its interest in writing back without looking whether another thread
/// has just queued something, so that now and then an answer lies there until the next byte comes
/// in. What is queued is therefore asked for again, as often as [#AGAIN] says.
final class JavaWebSocketServer extends WebSocketServer implements PeerServer {
  private static final Duration AGAIN = Duration.ofMillis(50);

  private final ScheduledExecutorService nudger =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Events<JavaWebSocketPeer> accepted = new Events<>();
  private final Events<Boolean> started = new Events<>();
  private final String scheme;

  JavaWebSocketServer(boolean tls) throws Exception {
    super(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        1,
        List.of(
            JavaWebSocketPeer.draft(
                Stream.of("chat", "echo", "").map(JavaWebSocketPeer::subprotocol).toList())));
    setConnectionLostTimeout(0);
    scheme = tls ? "wss" : "ws";
    if (tls) {
      setWebSocketFactory(new DefaultSSLWebSocketServerFactory(TestCertificate.context()));
    }
  }

  JavaWebSocketServer started() {
    start();
    started.next();
    nudger.scheduleWithFixedDelay(
        this::askAgain, AGAIN.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void askAgain() {
    getConnections().stream().filter(WebSocket::hasBufferedData).forEach(this::onWriteDemand);
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
    nudger.shutdownNow();
    try {
      stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onStart() {
    started.add(true);
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
