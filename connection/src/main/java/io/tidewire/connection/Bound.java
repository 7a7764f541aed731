package io.tidewire.connection;

/// What a peer went over, so that this end ended the connection.
public enum Bound {
  /// [io.tidewire.WebSocketOptions#controlFrames]: closed with 1008.
  CONTROL_FRAMES,
  /// [io.tidewire.WebSocketOptions#limits], for a message, a frame or its fragments: closed with
  /// 1009.
  SIZE,
  /// The process's budget for unfinished messages: closed with 1013.
  MEMORY,
  /// [io.tidewire.WebSocketOptions#queueLimit], where the overflow policy is to close: closed with
  /// 1008.
  QUEUE,
  /// [io.tidewire.WebSocketOptions#writeTimeout].
  WRITE_TIMEOUT,
  /// [io.tidewire.WebSocketOptions#deadAfter].
  SILENCE,
  /// [io.tidewire.WebSocketOptions#closeTimeout], for an answer to the close frame.
  CLOSE_TIMEOUT
}
