package io.tidewire.server;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Who is at the other end of a channel.
///
/// @param tls the session, if TLS is spoken
record Peer(SocketAddress address, Optional<SSLSession> tls) {

  /// @param address the client's, as far as it is known
  static Peer of(Channel channel, SocketAddress address) {
    Optional<SslHandler> tls = Optional.ofNullable(channel.pipeline().get(SslHandler.class));
    return new Peer(address, tls.map(handler -> handler.engine().getSession()));
  }
}
