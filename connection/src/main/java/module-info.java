/// What server and client share: a WebSocket connection, its messages, handlers and options.
///
/// The public API is the package `io.tidewire`; no type of Netty appears in it.
// The modules below are built after this one, so javac cannot find them yet.
@SuppressWarnings("module")
module io.tidewire {
  requires transitive io.tidewire.deflate;
  requires transitive io.tidewire.protocol;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.classes.io_uring;
  requires io.netty.transport.classes.kqueue;
  requires io.netty.transport.unix.common;

  exports io.tidewire;
  exports io.tidewire.connection to
      io.tidewire.server,
      io.tidewire.client,
      io.tidewire.fallback,
      io.tidewire.load;
}
