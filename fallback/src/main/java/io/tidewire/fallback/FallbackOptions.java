package io.tidewire.fallback;

import java.time.Duration;

/// How sessions of a fallback behave. Immutable; [#DEFAULTS] is safe as it is.
///
/// @param disconnectDelay a session that no receiving request visits for this long ends; default 5
///   s. A client that polls at intervals needs more than its interval. Until then what is sent to
///   the session waits, bounded by the queue limit of the server's options.
/// @param heartbeat a receiving request that has waited this long gets a heartbeat; default 25 s,
///   below the 60 s after which many proxies cut a silent request
/// @param responseLimit after about this many bytes a streaming response ends, and the client asks
///   anew; default 128 KiB. Browsers keep a response whole as long as it lasts.
/// @param maxSessions sessions in all; default 20,000. More get 503.
/// @param maxSessionsPerAddress sessions of clients with the same IP address; default 1,000. More
///   get 503. Behind a proxy that does not tell its clients' addresses they all have one.
/// @param sessionCookie whether responses set a cookie `JSESSIONID` where there is none, for load
///   balancers that go by it; default false
public record FallbackOptions(
    Duration disconnectDelay,
    Duration heartbeat,
    int responseLimit,
    int maxSessions,
    int maxSessionsPerAddress,
    boolean sessionCookie) {

  /// Safe without reading anything.
  public static final FallbackOptions DEFAULTS =
      new FallbackOptions(
          Duration.ofSeconds(5), Duration.ofSeconds(25), 128 << 10, 20_000, 1_000, false);

  public FallbackOptions {
    if (!disconnectDelay.isPositive() || !heartbeat.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (responseLimit < 1 || maxSessions < 1 || maxSessionsPerAddress < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /// With another [#disconnectDelay].
  public FallbackOptions withDisconnectDelay(Duration delay) {
    return new FallbackOptions(
        delay, heartbeat, responseLimit, maxSessions, maxSessionsPerAddress, sessionCookie);
  }

  /// With another [#heartbeat].
  public FallbackOptions withHeartbeat(Duration heartbeat) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie);
  }

  /// With another [#responseLimit], in bytes.
  public FallbackOptions withResponseLimit(int bytes) {
    return new FallbackOptions(
        disconnectDelay, heartbeat, bytes, maxSessions, maxSessionsPerAddress, sessionCookie);
  }

  /// With other limits on the number of sessions.
  public FallbackOptions withMaxSessions(int inAll, int perAddress) {
    return new FallbackOptions(
        disconnectDelay, heartbeat, responseLimit, inAll, perAddress, sessionCookie);
  }

  /// With [#sessionCookie] on or off.
  public FallbackOptions withSessionCookie(boolean on) {
    return new FallbackOptions(
        disconnectDelay, heartbeat, responseLimit, maxSessions, maxSessionsPerAddress, on);
  }
}
