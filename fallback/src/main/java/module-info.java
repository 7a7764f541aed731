/// WebSocket routes for clients that cannot speak WebSocket.
module io.tidewire.fallback {
  requires transitive io.tidewire.server;
  requires io.netty.transport;
  requires io.netty.common;
  requires tools.jackson.core;

  exports io.tidewire.fallback;
}
