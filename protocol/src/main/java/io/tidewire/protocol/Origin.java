package io.tidewire.protocol;

import java.util.Map;
import java.util.Optional;

/// An origin as a browser sends it: `scheme://host[:port]` (RFC 6454 §6.2), with its scheme's
/// default port filled in.
///
/// @param scheme in lower case
/// @param authority host and port; the port is -1 when none is given and the scheme is not one of
///   the web's
record Origin(String scheme, Authority authority) {
  private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

  /// The origin, or empty when the text is not well-formed; `null`, the origin of a sandbox, is
  /// not.
  static Optional<Origin> parse(String text) {
    int end = text.indexOf("://");
    if (end < 0 || !isScheme(text.substring(0, end))) {
      return Optional.empty();
    }
    String scheme = Tokens.lowerCase(text.substring(0, end));
    return Authority.parse(text.substring(end + 3))
        .map(authority -> new Origin(scheme, withPort(scheme, authority)));
  }

  /// Whether a page of this origin was served by the host that it now talks to. `Host` does not say
  /// its scheme, so a host without a port is taken to be at the default port of the origin's
  /// scheme.
  boolean isSameAs(Authority host) {
    return DEFAULT_PORTS.containsKey(scheme) && authority.equals(withPort(scheme, host));
  }

  @Override
  public String toString() {
    return scheme + "://" + authority;
  }

  private static Authority withPort(String scheme, Authority authority) {
    return authority.withDefaultPort(DEFAULT_PORTS.getOrDefault(scheme, -1));
  }

  // RFC 3986 §3.1: ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
  private static boolean isScheme(String text) {
    return !text.isEmpty()
        && Tokens.isAlpha(text.charAt(0))
        && text.chars()
            .allMatch(c -> Tokens.isAlpha(c) || Tokens.isDigit(c) || "+-.".indexOf(c) >= 0);
  }
}
