package io.tidewire.server;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Who is at the other end of a channel.
///
/// @param tls the session, if TLS is spoken
record Peer(SocketAddress address, Optional<SSLSession> tls) {

  static Peer of(Channel channel) {
    Optional<SslHandler> tls = Optional.ofNullable(channel.pipeline().get(SslHandler.class));
    return new Peer(address(channel), tls.map(handler -> handler.engine().getSession()));
  }

  // Netty has an address type of its own for Unix domain sockets, and not with every transport.
  private static SocketAddress address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress tcp
        ? tcp
        : UnixDomainSocketAddress.of("");
  }
}
