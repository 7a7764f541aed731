/// The WebSocket server: listeners, routes, the handshake policy and drain.
module io.tidewire.server {
  requires transitive io.tidewire;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.haproxy;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;

  exports io.tidewire.server;
}
