package io.tidewire.protocol;

/// How far the closing handshake has come (RFC 6455 §7.1.2 and §7.1.3).
///
/// ```
///            close()                 peer's close frame
///   OPEN ──────────────▶ CLOSE_SENT ────────────────────┐
///    │ peer's close frame, answered at once             ▼
///    ├─────────────────────────────────▶ EXCHANGED for a client,
///    │                                   ENDED for a server
///    │ fail(), endOfInput(), discard(): from any state
///    └─────────────────────────────────▶ ENDED
/// ```
enum EngineState {
  /// No close frame has gone either way.
  OPEN(TcpAction.KEEP),
  /// Our close frame is sent, the peer's is awaited. Its messages still count (RFC 6455 §1.4).
  CLOSE_SENT(TcpAction.AWAIT_CLOSE_FRAME),
  /// Both are sent; the server is to close TCP first (RFC 6455 §7.1.1).
  EXCHANGED(TcpAction.AWAIT_PEER),
  /// Nothing is left but to close TCP.
  ENDED(TcpAction.CLOSE);

  private final TcpAction tcp;

  EngineState(TcpAction tcp) {
    this.tcp = tcp;
  }

  TcpAction tcp() {
    return tcp;
  }

  // RFC 6455 §5.5.1: "The application MUST NOT send any more data frames after sending a Close
  // frame." We send no control frames either.
  boolean canSend() {
    return this == OPEN;
  }

  // RFC 6455 §1.4: "After receiving a control frame indicating the connection should be closed, a
  // peer discards any further data received."
  boolean canReceive() {
    return this == OPEN || this == CLOSE_SENT;
  }

  boolean isClosed() {
    return !canReceive();
  }
}
