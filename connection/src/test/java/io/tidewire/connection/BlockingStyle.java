package io.tidewire.connection;

import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A blocking-style connection over a real socket, and its peer, written by hand.
abstract class BlockingStyle {
  static final int MEBIBYTE = 1 << 20;

  private final WebSocketOptions options;
  Loopback loopback;
  RawPeer peer;
  Loopback.Accepted server;
  WebSocket ws;

  BlockingStyle(WebSocketOptions options) {
    this.options = options;
  }

  @BeforeEach
  final void open() throws Exception {
    open(options);
  }

  /// Opens another connection in place of the one before.
  final void open(WebSocketOptions with) throws Exception {
    close();
    loopback = Loopback.of(Transport.AUTO, Loopback.blocking(with));
    peer = loopback.raw();
    server = loopback.accepted();
    ws = server.ws();
  }

  @AfterEach
  final void close() throws Exception {
    if (loopback != null) {
      peer.close();
      loopback.close();
    }
  }
}
