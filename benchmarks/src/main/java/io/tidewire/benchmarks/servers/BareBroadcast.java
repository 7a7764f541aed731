package io.tidewire.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.ArrayList;
import java.util.List;

/// The floor of a broadcast: one bare socket write a delivery. After the handshake it takes the
/// sender's frames to be of the one length that the load has, restores their payload, and writes
/// the same bytes to everyone, one write each.
///
/// For one event loop.
final class BareBroadcast implements EchoServer {
  /// The payload of the load.
  static final int PAYLOAD = 100;

  // RFC 6455 §5.2: opcode and length, and from a client the masking key.
  private static final int HEADER = 2;
  private static final int MASK = 4;

  private final List<Channel> everyone = new ArrayList<>();

  @Override
  public int start(Setup setup) throws Exception {
    return NettyListener.start(
        setup,
        channel ->
            channel
                .pipeline()
                .addLast(
                    new HttpServerCodec(), new HttpObjectAggregator(64 << 10), new Handshake()));
  }

  private final class Handshake extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      Channel channel = context.channel();
      new WebSocketServerHandshaker13(request.uri(), null, false, PAYLOAD)
          .handshake(channel, request)
          .addListener(done -> becomeBare(channel));
    }

    private void becomeBare(Channel channel) {
      channel.pipeline().remove("wsdecoder");
      channel.pipeline().remove("wsencoder");
      channel.pipeline().remove(this);
      channel
          .pipeline()
          .addLast(new FixedLengthFrameDecoder(HEADER + MASK + PAYLOAD), new Broadcast());
      everyone.add(channel);
      channel.closeFuture().addListener(closed -> everyone.remove(channel));
    }
  }

  private final class Broadcast extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf masked) {
      ByteBuf frame = context.alloc().directBuffer(HEADER + PAYLOAD);
      frame.writeByte(masked.getByte(0)).writeByte(PAYLOAD);
      for (int i = 0; i < PAYLOAD; i++) {
        frame.writeByte(masked.getByte(HEADER + MASK + i) ^ masked.getByte(HEADER + i % MASK));
      }
      for (Channel channel : everyone) {
        channel.writeAndFlush(frame.retainedDuplicate(), channel.voidPromise());
      }
      frame.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      context.close();
    }
  }
}
