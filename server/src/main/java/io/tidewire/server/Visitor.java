package io.tidewire.server;

import io.netty.channel.Channel;
import io.tidewire.protocol.Refusal;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/// Who is behind a new connection, and whether there is room for it. Event loop only.
final class Visitor {
  private final Channel channel;
  private final Admission admission;
  private SocketAddress address;
  // Why every request is to be refused; empty while the visitor is welcome.
  private Optional<Refusal> refusal;

  private Visitor(Channel channel, Admission admission) {
    this.channel = channel;
    this.admission = admission;
    this.address = address(channel);
    this.refusal = admission.enter(channel);
  }

  /// Takes a place among all connections.
  static Visitor enter(Channel channel, Admission admission) {
    return new Visitor(channel, admission);
  }

  // Netty has an address type of its own for Unix domain sockets, and not with every transport.
  private static SocketAddress address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress tcp
        ? tcp
        : UnixDomainSocketAddress.of("");
  }

  /// The client's address, or a proxy's as long as it has not told that of its client.
  SocketAddress address() {
    return address;
  }

  /// @throws RefusedException unless the visitor is welcome
  void requireWelcome() throws RefusedException {
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
  }

  /// Counts the connection for a client, which may not be at its other end.
  void countFor(SocketAddress client) {
    address = client;
    if (refusal.isEmpty()) {
      refusal = admission.count(channel, client);
    }
  }

  /// Closes the connection if it is one too many, and there are too many of those to tell each.
  ///
  /// @return whether it was closed
  boolean isTurnedAway() {
    boolean away = refusal.isPresent() && !admission.mayAnswer();
    if (away) {
      channel.close();
    }
    return away;
  }
}
