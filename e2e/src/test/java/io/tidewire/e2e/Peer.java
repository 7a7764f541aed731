package io.tidewire.e2e;

/// One end of a connection, in the hands of a library that we did not write.
interface Peer {

  /// The subprotocol agreed on as this end knows it; empty for none.
  String subprotocol();

  void send(String text) throws Exception;

  void send(byte[] payload) throws Exception;

  void close(int code, String reason) throws Exception;

  /// Waits for what this end sees next.
  Event next();

  /// Drops the connection, if it is still there, without a closing handshake.
  void cut();

  /// Sends one text message in as many fragments.
  ///
  /// @throws UnsupportedOperationException when the library has no way to do this, as the next two
  default void sendFragments(String... parts) throws Exception {
    throw new UnsupportedOperationException();
  }

  default void ping(String payload) throws Exception {
    throw new UnsupportedOperationException();
  }

  /// Closes with a close frame that has no code.
  default void closeWithoutCode() throws Exception {
    throw new UnsupportedOperationException();
  }
}
