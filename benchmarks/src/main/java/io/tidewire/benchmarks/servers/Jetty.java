package io.tidewire.benchmarks.servers;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.compression.DeflaterPool;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/// Jetty 12 embedded, with its own API and the JDK's TLS.
final class Jetty implements EchoServer {
  @Override
  public int start(Setup setup) throws Exception {
    Server server = new Server(new QueuedThreadPool());
    server.addBean(new DeflaterPool(1024, COMPRESSION_LEVEL, true));
    ServerConnector connector = connector(server, setup);
    connector.setHost(Setup.HOST);
    connector.setPort(setup.port());
    connector.setAcceptQueueSize(4096);
    connector.setAcceptedTcpNoDelay(true);
    server.addConnector(connector);
    ContextHandler context = new ContextHandler("/");
    context.setHandler(WebSocketUpgradeHandler.from(server, context, Jetty::configure));
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }

  private static ServerConnector connector(Server server, Setup setup) throws Exception {
    HttpConnectionFactory http = new HttpConnectionFactory(new HttpConfiguration());
    if (!setup.tls()) {
      return new ServerConnector(server, 1, setup.threads(), http);
    }
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(SelfSigned.jdk());
    return new ServerConnector(
        server, 1, setup.threads(), new SslConnectionFactory(tls, http.getProtocol()), http);
  }

  private static void configure(ServerWebSocketContainer container) {
    container.setMaxTextMessageSize(LARGEST_MESSAGE);
    container.setMaxBinaryMessageSize(LARGEST_MESSAGE);
    container.setMaxFrameSize(LARGEST_MESSAGE);
    container.addMapping("/*", (request, response, callback) -> new Echo());
  }

  /// Public, since Jetty calls it by reflection.
  public static final class Echo implements Session.Listener.AutoDemanding {
    private Session session;

    @Override
    public void onWebSocketOpen(Session session) {
      this.session = session;
    }

    @Override
    public void onWebSocketText(String message) {
      session.sendText(message, Callback.NOOP);
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
      session.sendBinary(payload, callback);
    }
  }
}
