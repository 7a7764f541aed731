/// The WebSocket client: connecting, TLS, redirects and proxies.
module io.tidewire.client {
  requires transitive io.tidewire;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.handler.proxy;
  requires io.netty.resolver;
  requires io.netty.transport;

  exports io.tidewire.client;
}
