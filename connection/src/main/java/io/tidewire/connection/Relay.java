package io.tidewire.connection;

import io.tidewire.WebSocketHandler;

/// Takes a connection's messages on behalf of another connection, which is carried by them and may
/// have no room. Called on the event loop.
public interface Relay extends WebSocketHandler {

  /// Whether no further message should come. Asked after each message, and whenever
  /// [Connections#readingMayGoOn] says that the answer has changed.
  boolean isFull();
}
