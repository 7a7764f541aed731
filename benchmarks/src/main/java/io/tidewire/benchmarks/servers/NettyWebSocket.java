package io.tidewire.benchmarks.servers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.compression.ZlibCodecFactory;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.netty.util.concurrent.GlobalEventExecutor;

/// Netty's own WebSocket stack, after its `websocketx` example. Frames are sent back as they come,
/// which saves it the aggregator, and flushed once a turn.
final class NettyWebSocket implements EchoServer {
  private final ChannelGroup everyone = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  @Override
  public int start(Setup setup) throws Exception {
    return NettyListener.start(setup, channel -> init(channel, setup));
  }

  private void init(Channel channel, Setup setup) {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(new HttpServerCodec(), new HttpObjectAggregator(64 << 10));
    if (setup.compress()) {
      pipeline.addLast(compression());
    }
    pipeline.addLast(new WebSocketServerProtocolHandler(protocol()), new Echo());
  }

  // What WebSocketServerCompressionHandler is, with a level.
  private static WebSocketServerExtensionHandler compression() {
    return new WebSocketServerExtensionHandler(
        new PerMessageDeflateServerExtensionHandshaker(
            COMPRESSION_LEVEL,
            ZlibCodecFactory.isSupportingWindowSizeAndMemLevel(),
            PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
            false,
            false,
            LARGEST_MESSAGE));
  }

  private static WebSocketServerProtocolConfig protocol() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .checkStartsWith(true)
        .decoderConfig(
            WebSocketDecoderConfig.newBuilder()
                .allowExtensions(true)
                .maxFramePayloadLength(LARGEST_MESSAGE)
                .build())
        .build();
  }

  private final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    private boolean broadcasts;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof HandshakeComplete done && done.requestUri().equals(BROADCAST)) {
        broadcasts = true;
        everyone.add(context.channel());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
      if (broadcasts) {
        everyone.writeAndFlush(frame.retain(), channel -> true, true);
      } else {
        context.write(frame.retain(), context.voidPromise());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      context.close();
    }
  }
}
