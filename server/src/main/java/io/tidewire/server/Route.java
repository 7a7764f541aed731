package io.tidewire.server;

import io.netty.channel.Channel;
import io.tidewire.WebSocket;
import io.tidewire.connection.Agreed;
import java.util.List;

/// Where WebSocket is spoken, and what serves it there.
///
/// @param subprotocols those spoken here; empty for the server's
record Route(RoutePattern pattern, Opening opening, List<String> subprotocols) {

  /// Puts a connection to work on a channel whose handshake is done.
  @FunctionalInterface
  interface Opening {
    WebSocket open(Channel channel, Agreed agreed);
  }
}
