package io.tidewire.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.tidewire.WebSocket;
import io.tidewire.connection.Wire;
import java.util.Optional;

/// Where HTTP has led to a WebSocket: on its own channel, whose HTTP handlers leave, or beside it.
/// Event loop only.
final class HttpEnd {
  private final RequestDecoder decoder;
  private final HttpResponseEncoder encoder;
  private final OpenConnections connections;
  private final Tally tally;

  HttpEnd(RequestDecoder decoder, HttpResponseEncoder encoder, Service service) {
    this.decoder = decoder;
    this.encoder = encoder;
    this.connections = service.connections();
    this.tally = service.tally();
  }

  /// Turns the channel into a WebSocket, once its last response is written.
  void toWebSocket(ChannelHandlerContext ctx, Outcome.Upgrade upgrade) {
    Channel channel = ctx.channel();
    ChannelPipeline pipeline = ctx.pipeline();
    channel.config().setAutoRead(true);
    // Gone before the connection opens, since that may send at once.
    pipeline.remove(encoder);
    WebSocket ws = upgrade.opening().open(Wire.of(channel), upgrade.agreed());
    connections.add(ws);
    tally.opened.increment();
    pipeline.remove(ctx.handler());
    // The last to go: it passes on the frames that came right behind the handshake.
    pipeline.remove(decoder);
    channel.flush();
  }

  /// Opens a connection that the application has decided on, beside the channel.
  ///
  /// @return why not; empty when it has opened
  Optional<HttpResponse> open(Outcome decision, Wire wire) {
    return switch (decision) {
      case Outcome.Reply reply -> Optional.of(reply.response());
      case Outcome.Upgrade upgrade -> {
        connections.add(upgrade.opening().open(wire, upgrade.agreed()));
        yield Optional.empty();
      }
      case Outcome.Handover handover -> throw new AssertionError(handover);
    };
  }
}
