package io.tidewire.server;

import io.tidewire.WebSocket;
import io.tidewire.connection.Agreed;
import io.tidewire.connection.Wire;

/// Puts a connection to work on what its handshake has led to. For Tidewire's own modules.
@FunctionalInterface
@SuppressWarnings("exports")
public interface Opening {

  /// Opens the connection; on the wire's event loop.
  WebSocket open(Wire wire, Agreed agreed);
}
