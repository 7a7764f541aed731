package io.tidewire.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Looks at a connection's first byte, so that a client which speaks TLS to a plain port, or plain
/// HTTP to a TLS port, gets a line that says so. Then it leaves.
final class FirstByte extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("io.tidewire");
  // RFC 8446 §5.1: the content type of every TLS record that may come first
  private static final int TLS_HANDSHAKE = 22;

  // Empty on a plain port.
  private final Optional<ListenerTls> tls;
  private final ServerLimits limits;

  FirstByte(Optional<ListenerTls> tls, ServerLimits limits) {
    this.tls = tls;
    this.limits = limits;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf in = (ByteBuf) msg;
    if (!in.isReadable()) {
      in.release();
    } else if (tls.isPresent() == (in.getByte(in.readerIndex()) == TLS_HANDSHAKE)) {
      pass(ctx, in);
    } else {
      ReferenceCountUtil.release(in);
      refuse(ctx);
    }
  }

  private void pass(ChannelHandlerContext ctx, ByteBuf in) {
    tls.ifPresent(it -> ctx.pipeline().addAfter(ctx.name(), null, it.newHandler(ctx.alloc())));
    ctx.pipeline().remove(this);
    ctx.fireChannelRead(in);
  }

  private void refuse(ChannelHandlerContext ctx) {
    String line =
        tls.isPresent()
            ? "this port speaks TLS: use https or wss"
            : "this port does not speak TLS: use http or ws";
    LOG.log(Level.DEBUG, () -> "refused " + ctx.channel().remoteAddress() + ": " + line);
    String response =
        "HTTP/1.1 400 Bad Request\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + ("Content-Length: " + (line.length() + 1) + "\r\n")
            + "Connection: close\r\n\r\n"
            + (line + "\n");
    // From here it goes out as it is: neither HTTP nor TLS handlers lie between this and the
    // socket.
    ChannelFuture written =
        ctx.writeAndFlush(Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII));
    LingeringClose.after(written, limits.idleTimeout());
  }
}
