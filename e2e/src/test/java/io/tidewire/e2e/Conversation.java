package io.tidewire.e2e;

import io.tidewire.WebSocket;

/// An open connection: our end and theirs.
record Conversation(WebSocket ours, Peer theirs) implements AutoCloseable {

  /// Says where a test's connections come from.
  interface Opener {

    /// Opens a connection on which the client offers these subprotocols. Every server here speaks
    /// `echo` and `chat`.
    Conversation open(String... subprotocols) throws Exception;
  }

  @Override
  public void close() {
    theirs.cut();
    ours.abort();
  }
}
