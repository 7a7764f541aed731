package io.tidewire.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.tidewire.connection.Connections;
import java.util.Optional;

/// What a connection begins with, at one listener.
final class Pipeline extends ChannelInitializer<Channel> {
  private final Optional<ListenerTls> tls;
  private final Service service;

  Pipeline(Optional<ListenerTls> tls, Service service) {
    this.tls = tls;
    this.service = service;
  }

  @Override
  protected void initChannel(Channel channel) {
    Visitor visitor = Visitor.enter(channel, service.admission());
    if (!service.proxies().announces(visitor.address())
        && !service.proxies().forwards(visitor.address())) {
      visitor.countFor(visitor.address());
    }
    if (!visitor.isTurnedAway()) {
      addHandlers(channel, visitor);
    }
  }

  private void addHandlers(Channel channel, Visitor visitor) {
    Connections.prepare(channel);
    RequestDecoder decoder = new RequestDecoder(service.limits());
    HttpResponseEncoder encoder = new HttpResponseEncoder();
    channel
        .pipeline()
        .addLast(
            new FirstByte(tls, service.limits()),
            decoder,
            encoder,
            new HttpHandler(decoder, encoder, service, visitor));
    if (service.proxies().announces(visitor.address())) {
      channel
          .pipeline()
          .addFirst(
              new HAProxyMessageDecoder(service.limits().maxHead()),
              new ProxyHeader(visitor, service.tally()));
    }
    service.traffic().ifPresent(channel.pipeline()::addFirst);
  }
}
