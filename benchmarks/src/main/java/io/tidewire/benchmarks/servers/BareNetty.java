package io.tidewire.benchmarks.servers;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// The floor: a TCP echo of one handler on Netty's epoll, with Netty's own buffers. What was read
/// in one turn leaves in one flush.
final class BareNetty implements EchoServer {
  @Override
  public int start(Setup setup) throws Exception {
    return NettyListener.start(setup, channel -> channel.pipeline().addLast(new Echo()));
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
      context.write(read, context.voidPromise());
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
