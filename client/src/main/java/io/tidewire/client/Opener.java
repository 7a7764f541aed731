package io.tidewire.client;

import io.netty.channel.Channel;
import io.tidewire.WebSocket;
import io.tidewire.connection.Agreed;

/// How a connection is opened once its handshake is done: blocking or event style.
@FunctionalInterface
interface Opener {
  /// Called on the channel's event loop.
  WebSocket open(Channel channel, Agreed agreed);
}
