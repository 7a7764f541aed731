package io.tidewire.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContext;
import io.tidewire.connection.Connections;
import java.util.Optional;

/// What a connection begins with, at one listener.
final class Pipeline extends ChannelInitializer<Channel> {
  private final Optional<SslContext> tls;
  private final HttpLimits limits;
  private final Application application;
  private final OpenConnections connections;

  Pipeline(
      Optional<SslContext> tls,
      HttpLimits limits,
      Application application,
      OpenConnections connections) {
    this.tls = tls;
    this.limits = limits;
    this.application = application;
    this.connections = connections;
  }

  @Override
  protected void initChannel(Channel channel) {
    Connections.prepare(channel);
    RequestDecoder decoder = new RequestDecoder(limits);
    HttpResponseEncoder encoder = new HttpResponseEncoder();
    channel
        .pipeline()
        .addLast(
            new FirstByte(tls, limits),
            decoder,
            encoder,
            new HttpHandler(decoder, encoder, limits, application, connections));
  }
}
