package io.tidewire.benchmarks.servers;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.DefaultSSLWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;

/// Java-WebSocket, with the JDK's TLS.
final class JavaWebSocket implements EchoServer {
  @Override
  public int start(Setup setup) throws Exception {
    Server server = new Server(setup);
    server.setTcpNoDelay(true);
    server.setReuseAddr(true);
    server.setMaxPendingConnections(4096);
    if (setup.tls()) {
      server.setWebSocketFactory(new DefaultSSLWebSocketServerFactory(SelfSigned.jdk()));
    }
    server.start();
    server.started.await();
    return server.getPort();
  }

  private static List<Draft> drafts(Setup setup) {
    List<IExtension> extensions =
        setup.compress() ? List.of(new PerMessageDeflateExtension(COMPRESSION_LEVEL)) : List.of();
    return List.of(new Draft_6455(extensions, List.of(new Protocol("")), LARGEST_MESSAGE));
  }

  private static final class Server extends WebSocketServer {
    private final CountDownLatch started = new CountDownLatch(1);

    Server(Setup setup) {
      super(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), setup.port()),
          setup.threads(),
          drafts(setup));
    }

    @Override
    public void onStart() {
      started.countDown();
    }

    @Override
    public void onOpen(WebSocket ws, ClientHandshake handshake) {}

    @Override
    public void onMessage(WebSocket ws, String text) {
      if (ws.getResourceDescriptor().equals(BROADCAST)) {
        broadcast(text);
      } else {
        ws.send(text);
      }
    }

    @Override
    public void onMessage(WebSocket ws, ByteBuffer payload) {
      if (ws.getResourceDescriptor().equals(BROADCAST)) {
        broadcast(payload);
      } else {
        ws.send(payload);
      }
    }

    @Override
    public void onClose(WebSocket ws, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket ws, Exception failure) {
      // A connection that failed is closed already; anything else would spoil the measurement.
      if (ws == null) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
