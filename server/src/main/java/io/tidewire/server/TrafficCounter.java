package io.tidewire.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/// Counts bytes where they come from the socket and go to it: nothing lies between, neither TLS nor
/// HTTP. One serves all connections.
@Sharable
final class TrafficCounter extends ChannelDuplexHandler {
  private final Tally tally;

  TrafficCounter(Tally tally) {
    this.tally = tally;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    tally.bytesRead.add(((ByteBuf) msg).readableBytes());
    ctx.fireChannelRead(msg);
  }

  // Counted before the socket has them: who has read an answer finds it counted.
  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    tally.bytesWritten.add(((ByteBuf) msg).readableBytes());
    ctx.write(msg, promise);
  }
}
