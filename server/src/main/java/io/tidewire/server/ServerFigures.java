package io.tidewire.server;

/// What a server counts, at one moment. Those that only grow count from its start.
///
/// @param connections open now, WebSocket or not, without those that are being refused
/// @param webSockets open now
/// @param accepted TCP connections and those of Unix domain sockets
/// @param full connections refused by [ServerLimits#connections], with 503
/// @param crowded connections refused by [ServerLimits#connectionsPerAddress], with 429
/// @param hurried connections refused by [ServerLimits#handshakesPerSecond], with 429
/// @param unanswered of those three kinds, how many were closed without a word, because too many
///   came to answer each
/// @param late connections whose handshake was not done after [ServerLimits#handshakeTimeout]
/// @param badProxyHeaders connections closed because what a trusted proxy sent was no header of the
///   PROXY protocol
/// @param opened opening handshakes answered with 101
/// @param refused opening handshakes answered with another status
/// @param acceptFailures times that no connection could be accepted, mostly because too many files
///   were open; the server then pauses for a second
/// @param ended WebSockets that the server ended because their peer went over a bound
/// @param bytesRead from all sockets, under TLS; 0 without [WebSocketServerBuilder#countTraffic]
/// @param bytesWritten to all sockets, under TLS, with what a socket has yet to take; 0 without
///   [WebSocketServerBuilder#countTraffic]
public record ServerFigures(
    int connections,
    int webSockets,
    long accepted,
    long full,
    long crowded,
    long hurried,
    long unanswered,
    long late,
    long badProxyHeaders,
    long opened,
    long refused,
    long acceptFailures,
    Ended ended,
    long bytesRead,
    long bytesWritten) {

  /// How many WebSockets a server ended, by what their peers went over. Each is one of
  /// [io.tidewire.WebSocketOptions], which says how it ends.
  ///
  /// @param flooding sent more pings than `controlFrames`: 1008
  /// @param tooBig sent a message, a frame or fragments beyond `limits`: 1009
  /// @param outOfMemory began a message for which the process's budget had no room: 1013
  /// @param overflowing left so much untaken that the overflow policy closed: 1008
  /// @param stalled took no byte for `writeTimeout`
  /// @param silent sent none for `deadAfter`
  /// @param unanswering did not answer a close frame in `closeTimeout`
  public record Ended(
      long flooding,
      long tooBig,
      long outOfMemory,
      long overflowing,
      long stalled,
      long silent,
      long unanswering) {}
}
