package io.tidewire.protocol;

import java.net.Inet6Address;
import java.util.Optional;

/// A host and perhaps a port, as `Host` and `Origin` carry them (RFC 9110 §7.2).
///
/// @param host in lower case; an IPv6 address in its brackets
/// @param port 0 to 65535, or -1 when none is given
record Authority(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_LENGTH = ":65535".length();

  /// The authority, or empty when the text is not well-formed.
  static Optional<Authority> parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : regNameEnd(text);
    String host = text.substring(0, end);
    String port = text.substring(end);
    if (!isHost(host) || !isPort(port)) {
      return Optional.empty();
    }
    return Optional.of(new Authority(Tokens.lowerCase(host), portNumber(port)));
  }

  /// The same with a port in any case.
  Authority withDefaultPort(int defaultPort) {
    return port < 0 ? new Authority(host, defaultPort) : this;
  }

  @Override
  public String toString() {
    return port < 0 ? host : host + ":" + port;
  }

  private static int regNameEnd(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static boolean isHost(String host) {
    return host.startsWith("[")
        ? isIpv6(host.substring(1, host.length() - 1))
        : !host.isEmpty() && host.chars().allMatch(Authority::isNameChar);
  }

  // Narrower than reg-name of RFC 3986 §3.2.2 on purpose: DNS names and IPv4 addresses need no
  // more, and a comma would mean that someone on the way joined two Host fields.
  private static boolean isNameChar(int c) {
    return isAlphanumeric(c) || "-._~".indexOf(c) >= 0;
  }

  private static boolean isAlphanumeric(int c) {
    return Tokens.isAlpha(c) || Tokens.isDigit(c);
  }

  private static boolean isIpv6(String literal) {
    // A zone id means nothing on another machine (RFC 6874 §3), and would make the JDK look for a
    // network interface.
    return literal.chars().allMatch(c -> isAlphanumeric(c) || c == ':' || c == '.')
        && parsesAsIpv6(literal);
  }

  private static boolean parsesAsIpv6(String literal) {
    try {
      return Inet6Address.ofLiteral(literal) != null;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  // RFC 3986 §3.2.3: port = *DIGIT, so that "host:" is host without a port
  private static boolean isPort(String text) {
    return text.isEmpty()
        || (text.charAt(0) == ':'
            && text.length() <= MAX_PORT_LENGTH
            && text.chars().skip(1).allMatch(Tokens::isDigit)
            && portNumber(text) <= MAX_PORT);
  }

  private static int portNumber(String text) {
    return text.length() < 2 ? -1 : Integer.parseInt(text, 1, text.length(), 10);
  }
}
