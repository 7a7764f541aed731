package io.tidewire;

/// What happens to a message that a caller who must not wait sends while the connection's queue is
/// full ([WebSocketOptions#queueLimit]). Pongs and close frames are never dropped.
public enum OverflowPolicy {
  /// Closes the connection with 1008: the peer is too slow, and a gap in the messages would be
  /// worse than none. The default.
  CLOSE,
  /// Drops the message that was to be sent.
  DROP_NEWEST,
  /// Drops waiting messages, the oldest first, until there is room; where that makes none, because
  /// streamed messages wait, the message that was to be sent.
  DROP_OLDEST,
  /// A message sent with a key replaces the waiting one with an equal key, full or not. Where none
  /// is there to replace and the queue is full, acts as [#CLOSE].
  CONFLATE
}
