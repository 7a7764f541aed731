package io.tidewire.client;

import io.tidewire.WebSocket;
import io.tidewire.protocol.Headers;

/// How one handshake ended.
sealed interface Answer {
  record Opened(WebSocket ws) implements Answer {}

  /// The server answered, but not with a valid 101.
  ///
  /// @param why what is wrong, in plain words
  /// @param body the first 4 KiB of the response's body
  record Refused(String why, int status, Headers headers, String body) implements Answer {}

  /// The server did not answer.
  ///
  /// @param why what went wrong, in plain words
  /// @param cause may be null
  record Failed(String why, Throwable cause) implements Answer {}
}
