package io.tidewire.benchmarks.servers;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

/// Helidon 4: a virtual thread a connection, and the JDK's TLS. It does not compress.
final class Helidon implements EchoServer {
  @Override
  public int start(Setup setup) throws Exception {
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(Setup.HOST)
            .port(setup.port())
            .backlog(4096)
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .addProtocol(WsConfig.builder().maxFrameLength(LARGEST_MESSAGE).build())
            .addRouting(WsRouting.builder().endpoint("/echo", Echo::new));
    if (setup.tls()) {
      builder.tls(Tls.builder().sslContext(SelfSigned.jdk()).build());
    }
    return builder.build().start().port();
  }

  private static final class Echo implements WsListener {
    @Override
    public void onMessage(WsSession session, String text, boolean last) {
      session.send(text, last);
    }

    @Override
    public void onMessage(WsSession session, BufferData payload, boolean last) {
      session.send(payload, last);
    }
  }
}
