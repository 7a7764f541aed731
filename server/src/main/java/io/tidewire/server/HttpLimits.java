package io.tidewire.server;

import java.time.Duration;

/// What a client may make the server hold before a WebSocket is open.
///
/// @param maxHead the largest request head in bytes
/// @param maxBody the largest body of a plain request in bytes
/// @param handshakeTimeout from accept until the first request is there and, if it asks for
///   WebSocket, answered; TLS included. For later requests, from their first byte.
/// @param idleTimeout how long a client may leave a connection silent between requests, take for a
///   plain request's body, and take to receive a response
record HttpLimits(int maxHead, int maxBody, Duration handshakeTimeout, Duration idleTimeout) {
  static final HttpLimits DEFAULTS =
      new HttpLimits(16 << 10, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(60));

  HttpLimits {
    if (maxHead < 128 || maxBody < 0) {
      throw new IllegalArgumentException(
          "a head needs at least 128 bytes, and a body's limit must not be negative: "
              + maxHead
              + ", "
              + maxBody);
    }
    if (!handshakeTimeout.isPositive() || !idleTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "timeouts must be positive: " + handshakeTimeout + ", " + idleTimeout);
    }
  }
}
