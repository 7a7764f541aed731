package io.tidewire.benchmarks.servers;

import io.tidewire.BlockingHandler;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Limits;
import io.tidewire.server.Listener;
import io.tidewire.server.ServerTls;
import io.tidewire.server.WebSocketServer;
import io.tidewire.server.WebSocketServerBuilder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tidewire: its defaults, with larger limits.
final class Tidewire implements EchoServer {
  private static final int MAX_FRAGMENTS = 1 << 20;

  private static final BlockingHandler BLOCKING_ECHO =
      ws -> {
        for (Message message : ws.messages()) {
          ws.send(message);
        }
      };

  private final boolean blocking;

  private Tidewire(boolean blocking) {
    this.blocking = blocking;
  }

  /// On the event loop.
  static Tidewire eventStyle() {
    return new Tidewire(false);
  }

  /// A virtual thread a connection.
  static Tidewire blockingStyle() {
    return new Tidewire(true);
  }

  @Override
  public int start(Setup setup) throws Exception {
    WebSocketServerBuilder builder =
        WebSocketServer.builder()
            .listen(listener(setup))
            .threads(setup.threads())
            .options(options(setup))
            .route(BROADCAST, new Broadcast());
    if (blocking) {
      builder.blocking("/echo", BLOCKING_ECHO);
    } else {
      builder.route("/echo", WebSocketHandler.onMessage((ws, message) -> ws.send(message)));
    }
    return builder.start().port();
  }

  private static Listener listener(Setup setup) throws Exception {
    if (!setup.tls()) {
      return Listener.tcp(Setup.HOST, setup.port());
    }
    return Listener.tls(
        Setup.HOST, setup.port(), ServerTls.keyStore(SelfSigned.keyStore(), SelfSigned.password()));
  }

  private static WebSocketOptions options(Setup setup) {
    return WebSocketOptions.DEFAULTS
        .withLimits(new Limits(LARGEST_MESSAGE, LARGEST_MESSAGE, MAX_FRAGMENTS))
        .withCompression(setup.compression());
  }

  private static final class Broadcast implements WebSocketHandler {
    private final Set<WebSocket> everyone = ConcurrentHashMap.newKeySet();

    @Override
    public void onOpen(WebSocket ws) {
      everyone.add(ws);
    }

    @Override
    public void onMessage(WebSocket ws, Message message) {
      Message prepared = message.copy().prepared();
      everyone.forEach(one -> one.send(prepared));
    }

    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      everyone.remove(ws);
    }
  }
}
