package io.tidewire;

import java.time.Duration;

/// What is known of a peer that takes what it is sent too slowly: see [WebSocketOptions#slowHook].
///
/// @param kind what has happened
/// @param queuedBytes the payload that waits for the network, as [WebSocket#queuedBytes] tells it
/// @param age how long the oldest of it has waited at least
/// @param explanation in plain words; of a closed connection why it was closed
public record SlowPeer(Kind kind, long queuedBytes, Duration age, String explanation) {
  /// What can happen with a slow peer.
  public enum Kind {
    /// More than [WebSocketOptions#highWater] waits.
    HIGH_WATER,
    /// Something has waited for [WebSocketOptions#slowAfter].
    OLD_QUEUE,
    /// It has caught up: no more than [WebSocketOptions#lowWater] waits, and not for long.
    RECOVERED,
    /// The connection has closed while the peer was slow, or because it was.
    CLOSED
  }
}
