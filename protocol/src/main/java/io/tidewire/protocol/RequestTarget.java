package io.tidewire.protocol;

import java.util.Optional;

/// What a request asks for and, where the target says so, of whom.
///
/// @param resourceName path and query (RFC 6455 §3), beginning with a slash
/// @param authority host and port of a target in absolute form; empty in the usual origin form
record RequestTarget(String resourceName, Optional<String> authority) {

  /// The target, or empty when it is neither a path nor an absolute `http` or `https` URI (RFC 6455
  /// §4.2.1).
  static Optional<RequestTarget> parse(String text) {
    if (!text.chars().allMatch(RequestTarget::isTargetChar)) {
      return Optional.empty();
    }
    return text.startsWith("/")
        ? Optional.of(new RequestTarget(text, Optional.empty()))
        : parseAbsolute(text);
  }

  private static Optional<RequestTarget> parseAbsolute(String text) {
    int schemeEnd = text.indexOf("://");
    if (schemeEnd < 0 || !isHttp(text.substring(0, schemeEnd))) {
      return Optional.empty();
    }
    int start = schemeEnd + 3;
    int end = authorityEnd(text, start);
    String resource = text.substring(end);
    String resourceName = resource.startsWith("/") ? resource : "/" + resource;
    return Optional.of(text.substring(start, end))
        .filter(authority -> Authority.parse(authority).isPresent())
        .map(authority -> new RequestTarget(resourceName, Optional.of(authority)));
  }

  private static boolean isHttp(String scheme) {
    return Tokens.equalsIgnoreCase(scheme, "http") || Tokens.equalsIgnoreCase(scheme, "https");
  }

  private static int authorityEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
      end++;
    }
    return end;
  }

  // RFC 3986 §2: a URI is ASCII without controls and spaces. RFC 6455 §3: there is no fragment.
  private static boolean isTargetChar(int c) {
    return c > ' ' && c < 0x7f && c != '#';
  }
}
