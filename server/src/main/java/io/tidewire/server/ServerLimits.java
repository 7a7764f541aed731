package io.tidewire.server;

import java.time.Duration;
import java.util.Objects;

/// What clients may make a server hold and do before a WebSocket is open, all together and each by
/// itself. Immutable; [#DEFAULTS] is safe as it is, and the `withX` methods change one thing.
/// [WebSocketServer#figures] counts what they refuse.
///
/// @param maxHead the largest request head in bytes, and the largest header of the PROXY protocol;
///   default 16 KiB. A larger head gets 431, or 414 where the request line alone is larger. Each
///   connection may hold this much before anything is known about it.
/// @param maxBody the largest body of a plain request in bytes; default 1 MiB. A larger one gets
///   413.
/// @param handshakeTimeout how long a handshake may take, from accept to answer, with the PROXY
///   protocol, TLS and the policy; default 10 s. A connection that says nothing is then closed, a
///   head that has not ended gets 408, a policy that has not decided 503. For a later request on
///   the same connection it runs from its first byte.
/// @param idleTimeout how long a plain HTTP client may be silent between two requests, take to send
///   a body, and take to receive a response; default 60 s. Open WebSockets have a heartbeat
///   instead: [io.tidewire.WebSocketOptions#pingAfter].
/// @param connections the most connections at once, WebSocket or not; default 65,536. One more gets
///   503 with `Retry-After`. Raise the system's limit on open files together with it.
/// @param connectionsPerAddress the most connections at once from one address; default 4,096, since
///   a whole company may be behind one. One more gets 429 with `Retry-After`. Of IPv6 the first 64
///   bits count, for a single machine has all the rest to choose from.
/// @param handshakesPerSecond how many connections one address may begin in a second; default 256.
///   So each TLS handshake counts and each opening handshake, for a connection has at most one of
///   either. One more gets 429 with `Retry-After`.
/// @param uncounted the networks of which no address is counted by itself; default
///   [Networks#PRIVATE], because a proxy there stands for all of its clients. A server that knows
///   them by [WebSocketServerBuilder#trust] counts them and not the proxy.
public record ServerLimits(
    int maxHead,
    int maxBody,
    Duration handshakeTimeout,
    Duration idleTimeout,
    int connections,
    int connectionsPerAddress,
    int handshakesPerSecond,
    Networks uncounted) {

  /// Safe without reading anything.
  public static final ServerLimits DEFAULTS =
      new ServerLimits(
          16 << 10,
          1 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          1 << 16,
          1 << 12,
          1 << 8,
          Networks.PRIVATE);

  public ServerLimits {
    Objects.requireNonNull(uncounted, "uncounted");
    require(maxHead >= 128, "maxHead must be 128 bytes or more");
    require(maxBody >= 0, "maxBody must not be negative");
    require(handshakeTimeout.isPositive(), "handshakeTimeout must be positive");
    require(idleTimeout.isPositive(), "idleTimeout must be positive");
    require(connections > 0, "connections must be positive");
    require(connectionsPerAddress > 0, "connectionsPerAddress must be positive");
    require(handshakesPerSecond > 0, "handshakesPerSecond must be positive");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /// With another [#maxHead].
  public ServerLimits withMaxHead(int maxHead) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#maxBody].
  public ServerLimits withMaxBody(int maxBody) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#handshakeTimeout].
  public ServerLimits withHandshakeTimeout(Duration handshakeTimeout) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#idleTimeout].
  public ServerLimits withIdleTimeout(Duration idleTimeout) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#connections].
  public ServerLimits withConnections(int connections) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#connectionsPerAddress].
  public ServerLimits withConnectionsPerAddress(int connectionsPerAddress) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#handshakesPerSecond].
  public ServerLimits withHandshakesPerSecond(int handshakesPerSecond) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }

  /// With another [#uncounted].
  public ServerLimits withUncounted(Networks uncounted) {
    return new ServerLimits(
        maxHead,
        maxBody,
        handshakeTimeout,
        idleTimeout,
        connections,
        connectionsPerAddress,
        handshakesPerSecond,
        uncounted);
  }
}
