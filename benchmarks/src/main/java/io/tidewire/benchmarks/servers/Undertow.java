package io.tidewire.benchmarks.servers;

import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import io.undertow.websockets.spi.WebSocketHttpExchange;
import java.net.InetSocketAddress;
import org.xnio.Options;

/// Undertow's core, with the JDK's TLS.
final class Undertow implements EchoServer {
  @Override
  public int start(Setup setup) throws Exception {
    WebSocketProtocolHandshakeHandler handler =
        new WebSocketProtocolHandshakeHandler(
            (WebSocketHttpExchange exchange, WebSocketChannel channel) -> open(channel));
    if (setup.compress()) {
      handler.addExtension(
          new PerMessageDeflateHandshake(false, COMPRESSION_LEVEL, true, true, LARGEST_MESSAGE));
    }
    io.undertow.Undertow.Builder builder =
        io.undertow.Undertow.builder()
            .setIoThreads(setup.threads())
            .setSocketOption(Options.TCP_NODELAY, true)
            .setSocketOption(Options.BACKLOG, 4096)
            .setHandler(handler);
    io.undertow.Undertow server =
        setup.tls()
            ? builder.addHttpsListener(setup.port(), Setup.HOST, SelfSigned.jdk()).build()
            : builder.addHttpListener(setup.port(), Setup.HOST).build();
    server.start();
    return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
  }

  private static void open(WebSocketChannel channel) {
    channel.getReceiveSetter().set(new Echo());
    channel.resumeReceives();
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText(message.getData(), channel, null);
    }

    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
      var payload = message.getData();
      WebSockets.sendBinary(payload.getResource(), channel, new Freeing(payload::free));
    }

    @Override
    protected long getMaxTextBufferSize() {
      return LARGEST_MESSAGE;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
      return LARGEST_MESSAGE;
    }
  }

  /// Gives the payload's buffers back once they are sent.
  private record Freeing(Runnable free) implements WebSocketCallback<Void> {
    @Override
    public void complete(WebSocketChannel channel, Void context) {
      free.run();
    }

    @Override
    public void onError(WebSocketChannel channel, Void context, Throwable failure) {
      free.run();
    }
  }
}
