package io.tidewire.connection;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

/// What a connection is to run on: a channel whose handshake is done, or what another module makes
/// of its own means.
public interface Wire {

  /// The event loop that the connection belongs to.
  EventLoop loop();

  /// Makes the carrier of a connection.
  Carrier carry(Carried connection);

  /// Frames on this channel.
  static Wire of(Channel channel) {
    return new OfChannel(channel);
  }

  /// Frames on a channel.
  record OfChannel(Channel channel) implements Wire {
    @Override
    public EventLoop loop() {
      return channel.eventLoop();
    }

    @Override
    public Carrier carry(Carried connection) {
      return connection.overChannel(channel);
    }
  }
}
