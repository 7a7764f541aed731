package io.tidewire.client;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;

/// Something that ends with an open connection, or fails.
interface Opening {
  /// Waits for it; interrupting the thread gives it up.
  ///
  /// @throws HandshakeException when there is no connection in the end
  WebSocket run() throws InterruptedException;
}
