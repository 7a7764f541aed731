package io.tidewire.fallback;

import java.time.Duration;
import java.util.Optional;

/// How sessions of a fallback behave. Immutable; [#DEFAULTS] is safe as it is.
///
/// @param disconnectDelay a session that no receiving request visits for this long ends; default 5
///   s. A client that polls at intervals needs more than its interval. Until then what is sent to
///   the session waits, bounded by the queue limit of the server's options.
/// @param heartbeat a receiving request that has waited this long gets a heartbeat; default 25 s,
///   below the 60 s after which many proxies cut a silent request
/// @param responseLimit after about this many bytes a streaming response ends, and the client asks
///   anew; default 128 KiB. Browsers keep a response whole as long as it lasts.
/// @param maxBody the largest body of a request in bytes; default 8 MiB, since a message of the
///   default limit of 1 MiB may have six times that in JSON. A larger one gets 413. Takes the place
///   of [io.tidewire.server.ServerLimits#maxBody] where it is larger. What all bodies hold together
///   counts in the process's budget for unfinished messages.
/// @param maxSessions sessions in all; default 20,000. More get 503.
/// @param maxSessionsPerAddress sessions of clients with the same IP address; default 1,000. More
///   get 503. Behind a proxy that does not tell its clients' addresses they all have one.
/// @param sessionCookie whether responses set a cookie `JSESSIONID` where there is none, for load
///   balancers that go by it; default false
/// @param webSocket whether WebSocket is one of the transports, framed as SockJS frames all of them
///   and raw; default true
/// @param jsonp whether responses may be scripts, for browsers that know nothing else; default
///   false. Danger: any page may load a script from anywhere, with the user's cookies, and the
///   browser does not say which page did. So the server's origin rule cannot hold, and where users
///   are known by a cookie or by the network they are in, every page can read and send as them.
/// @param client where browsers get the script `sockjs-client`, of the version that the pages use;
///   default empty. With it the page is served that `sockjs-client` loads into a frame where a
///   browser cannot ask another origin itself. The script runs as one of this server's own: name no
///   place that is not as trustworthy as this server.
public record FallbackOptions(
    Duration disconnectDelay,
    Duration heartbeat,
    int responseLimit,
    int maxBody,
    int maxSessions,
    int maxSessionsPerAddress,
    boolean sessionCookie,
    boolean webSocket,
    boolean jsonp,
    Optional<String> client) {

  /// Safe without reading anything.
  public static final FallbackOptions DEFAULTS =
      new FallbackOptions(
          Duration.ofSeconds(5),
          Duration.ofSeconds(25),
          128 << 10,
          8 << 20,
          20_000,
          1_000,
          false,
          true,
          false,
          Optional.empty());

  public FallbackOptions {
    if (!disconnectDelay.isPositive() || !heartbeat.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (responseLimit < 1 || maxBody < 1 || maxSessions < 1 || maxSessionsPerAddress < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /// With another [#disconnectDelay].
  public FallbackOptions withDisconnectDelay(Duration delay) {
    return new FallbackOptions(
        delay,
        heartbeat,
        responseLimit,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        webSocket,
        jsonp,
        client);
  }

  /// With another [#heartbeat].
  public FallbackOptions withHeartbeat(Duration heartbeat) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        webSocket,
        jsonp,
        client);
  }

  /// With another [#responseLimit], in bytes.
  public FallbackOptions withResponseLimit(int bytes) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        bytes,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        webSocket,
        jsonp,
        client);
  }

  /// With another [#maxBody], in bytes.
  public FallbackOptions withMaxBody(int bytes) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        bytes,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        webSocket,
        jsonp,
        client);
  }

  /// With other limits on the number of sessions.
  public FallbackOptions withMaxSessions(int inAll, int perAddress) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxBody,
        inAll,
        perAddress,
        sessionCookie,
        webSocket,
        jsonp,
        client);
  }

  /// With [#sessionCookie] on or off.
  public FallbackOptions withSessionCookie(boolean on) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        on,
        webSocket,
        jsonp,
        client);
  }

  /// With [#webSocket] on or off.
  public FallbackOptions withWebSocket(boolean on) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        on,
        jsonp,
        client);
  }

  /// With [#jsonp] on or off. See its danger.
  public FallbackOptions withJsonp(boolean on) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        webSocket,
        on,
        client);
  }

  /// With a [#client] at this URL.
  public FallbackOptions withClient(String url) {
    return new FallbackOptions(
        disconnectDelay,
        heartbeat,
        responseLimit,
        maxBody,
        maxSessions,
        maxSessionsPerAddress,
        sessionCookie,
        webSocket,
        jsonp,
        Optional.of(url));
  }
}
