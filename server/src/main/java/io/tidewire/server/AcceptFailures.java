package io.tidewire.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// Pauses a listener for a second when a connection cannot be accepted, mostly because the process
/// has too many files open. The connection stays in the system's queue meanwhile; to ask for it
/// again at once would fail again at once, and take all of a core.
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("io.tidewire");

  private final Tally tally;

  AcceptFailures(Tally tally) {
    this.tally = tally;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    tally.acceptFailures.increment();
    LOG.log(
        Level.WARNING,
        () ->
            "cannot accept connections on "
                + ctx.channel().localAddress()
                + " and tries again in a second: "
                + cause.getMessage());
    ctx.channel().config().setAutoRead(false);
    ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
  }
}
