package io.tidewire.client;

import io.tidewire.protocol.CloseReason;
import java.time.Duration;

/// What a reconnecting WebSocket is doing.
///
/// ```
///                  ┌───────────────────────────────┐
///                  ▼                               │ after its delay
///   start ──► Connecting ──► Open ──► Away ────────┘
///                  └───────────────────▲
///   any of them ──► Ended
/// ```
public sealed interface ReconnectState {

  /// An attempt begins.
  ///
  /// @param attempt 1 for the first one since the connection was last steady
  record Connecting(int attempt) implements ReconnectState {}

  /// There is a connection. What is sent from within this call goes before what waited for it: the
  /// place to log in and to subscribe anew.
  record Open() implements ReconnectState {}

  /// There is no connection, and another attempt will be made.
  ///
  /// @param why what ended the last one, in plain words
  /// @param next how long after this the next attempt begins
  record Away(String why, Duration next) implements ReconnectState {}

  /// It is over; nothing comes after this.
  ///
  /// @param reason what [io.tidewire.WebSocket#closed] completes with
  record Ended(CloseReason reason) implements ReconnectState {}
}
