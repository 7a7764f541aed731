package io.tidewire.protocol;

/// What TCP should do next, as [Engine#tcp] says it.
public enum TcpAction {
  /// Stay as it is; bytes flow.
  KEEP,
  /// Our close frame is on its way and the peer's is awaited: keep reading, but not for longer than
  /// the closing deadline.
  AWAIT_CLOSE_FRAME,
  /// Both close frames are exchanged and the server is to close TCP first (RFC 6455 §7.1.1): a
  /// client waits for that, but not for longer than the closing deadline.
  AWAIT_PEER,
  /// Send what is queued, then close.
  CLOSE
}
