package io.tidewire.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Takes the header of the PROXY protocol that a trusted proxy begins a connection with, which
/// Netty parses, and leaves. Without a good one the connection is closed, as the protocol's
/// specification has it (§2: "the receiver must abort the connection").
final class ProxyHeader extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("io.tidewire");

  private final Visitor visitor;
  private final Tally tally;
  // Netty's decoder goes on with what is left when the connection is closed. Nothing of that
  // counts.
  private boolean closed;

  ProxyHeader(Visitor visitor, Tally tally) {
    this.visitor = visitor;
    this.tally = tally;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      if (!closed && msg instanceof HAProxyMessage header) {
        take(ctx, header);
      }
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  private void take(ChannelHandlerContext ctx, HAProxyMessage header) {
    visitor.countFor(client(header));
    closed = visitor.isTurnedAway();
    if (!closed) {
      ctx.pipeline().remove(this);
    }
  }

  private SocketAddress client(HAProxyMessage header) {
    AddressFamily family = header.proxiedProtocol().addressFamily();
    boolean told = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
    if (header.command() == HAProxyCommand.LOCAL || !told) {
      return visitor.address();
    }
    return new InetSocketAddress(AddressLiteral.parse(header.sourceAddress()), header.sourcePort());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!closed && !(cause instanceof IOException)) {
      String why = cause.getCause() == null ? cause.getMessage() : cause.getCause().getMessage();
      LOG.log(
          Level.WARNING,
          () ->
              "closing a connection of the trusted proxy "
                  + (visitor.address() + ": it does not begin with a header of the PROXY protocol")
                  + (" (" + visible(why) + ")"));
      tally.badProxyHeaders.increment();
    }
    closed = true;
    ctx.close();
  }

  // It quotes what came, which must not forge lines of the log.
  private static String visible(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
