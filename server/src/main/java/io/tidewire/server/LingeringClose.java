package io.tidewire.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Ends a connection after its last response, so that the peer gets to read that: closing while
/// bytes from the peer are unread resets the connection, and the reset may overtake the response
/// (RFC 9112 §9.6). So the output ends first, and input is thrown away until the peer ends it too.
final class LingeringClose extends ChannelInboundHandlerAdapter {
  // How long the peer may take to end its side.
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final Channel channel;
  private Future<?> deadline;

  private LingeringClose(Channel channel) {
    this.channel = channel;
  }

  /// Takes the place of all handlers but TLS and the one that counts bytes.
  ///
  /// @param written the last response
  /// @param limit how long the peer may take to receive it
  static void after(ChannelFuture written, Duration limit) {
    Channel channel = written.channel();
    LingeringClose last = new LingeringClose(channel);
    last.replaceHandlers(channel.pipeline());
    last.closeIn(limit);
    written.addListener(done -> last.endOutput(done.isSuccess()));
    channel.config().setAutoRead(true);
  }

  private void replaceHandlers(ChannelPipeline pipeline) {
    List<ChannelHandler> handlers = new ArrayList<>(pipeline.toMap().values());
    pipeline.addLast(this);
    // From the last to the first, so that bytes which one of them still holds come to this one.
    for (ChannelHandler handler : handlers.reversed()) {
      if (!(handler instanceof SslHandler || handler instanceof TrafficCounter)) {
        pipeline.remove(handler);
      }
    }
  }

  private void closeIn(Duration time) {
    cancel();
    deadline =
        channel.eventLoop().schedule(() -> channel.close(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancel() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private void endOutput(boolean written) {
    if (!written || !channel.isActive()) {
      channel.close();
      return;
    }
    closeIn(LINGER);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutdownOutput();
    } else {
      tls.closeOutbound().addListener(_ -> shutdownOutput());
    }
  }

  private void shutdownOutput() {
    if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      duplex.shutdownOutput();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ReferenceCountUtil.release(msg);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // The response is out, and nothing that comes now matters.
    ctx.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cancel();
  }
}
