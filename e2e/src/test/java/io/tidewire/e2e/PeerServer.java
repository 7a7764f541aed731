package io.tidewire.e2e;

import java.net.URI;

/// A server of a library that we did not write, on a free loopback port. It speaks the subprotocols
/// `chat` and `echo`.
interface PeerServer extends AutoCloseable {

  URI uri(String path);

  /// Waits for the next connection.
  Peer accepted();

  @Override
  void close();
}
