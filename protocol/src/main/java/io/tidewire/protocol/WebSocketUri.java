package io.tidewire.protocol;

import java.net.URI;
import java.util.Optional;

/// The parts of a WebSocket URI that a client needs (RFC 6455 §3).
///
/// @param secure whether it is `wss`
/// @param authority host and port; the port is the scheme's default when the URI has none
/// @param zone the zone of a link-local IPv6 address, such as `%eth0`, as it stands in the URI;
///   empty without one
/// @param resourceName path and query, beginning with a slash
record WebSocketUri(boolean secure, Authority authority, String zone, String resourceName) {
  private static final int PORT = 80;
  private static final int SECURE_PORT = 443;

  /// @throws IllegalArgumentException when the URI is not a WebSocket URI
  static WebSocketUri of(URI uri) {
    boolean secure = isSecure(uri);
    require(uri.getRawFragment() == null, "a WebSocket URI has no fragment (write # as %23)");
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    require(!authority.isEmpty(), "a WebSocket URI needs a host, as in ws://example.com/");
    require(authority.indexOf('@') < 0, "a WebSocket URI holds no user name and password");
    String zone = zone(authority);
    return new WebSocketUri(
        secure,
        hostAndPort(authority.replace(zone, "")).withDefaultPort(secure ? SECURE_PORT : PORT),
        zone,
        resourceName(uri));
  }

  /// The value of `Host`: with the port only where it is not the default (RFC 6455 §4.1 item 4),
  /// and without the zone, which means nothing elsewhere (RFC 6874 §3).
  String hostField() {
    int defaultPort = secure ? SECURE_PORT : PORT;
    return authority.port() == defaultPort ? authority.host() : authority.toString();
  }

  /// The host as a resolver takes it: no brackets, and with the zone.
  String host() {
    String host = authority.host();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) + decoded(zone) : host;
  }

  // RFC 6874 §2 writes the percent sign as %25, and java.net.URI takes it as it is, too.
  private static String decoded(String zone) {
    return zone.startsWith("%25") && zone.length() > 3 ? "%" + zone.substring(3) : zone;
  }

  private static boolean isSecure(URI uri) {
    String scheme = Optional.ofNullable(uri.getScheme()).map(Tokens::lowerCase).orElse("");
    require(
        scheme.equals("ws") || scheme.equals("wss"),
        "a WebSocket URI begins with ws:// or wss://, not with " + Echo.quote(scheme));
    return scheme.equals("wss");
  }

  private static String zone(String authority) {
    int percent = authority.indexOf('%');
    int end = authority.indexOf(']');
    return percent > 0 && percent < end ? authority.substring(percent, end) : "";
  }

  private static Authority hostAndPort(String text) {
    Authority authority =
        Authority.parse(text)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    Echo.quote(text)
                        + " is not a host with perhaps a port of 1 to 65535;"
                        + " java.net.IDN.toASCII makes one of an international name"));
    require(authority.port() != 0, "nobody can listen on port 0");
    return authority;
  }

  private static String resourceName(URI uri) {
    URI ascii = URI.create(uri.toASCIIString());
    String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    String query = Optional.ofNullable(ascii.getRawQuery()).orElse("");
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
