package io.tidewire.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step of a request's way, as a proxy has written it down: from whom it got the request.
///
/// @param address empty when it is not told, or not told in a form that can be read
record Hop(Optional<InetSocketAddress> address) {
  // RFC 7239 §6: 192.0.2.1, 192.0.2.1:80, [2001:db8::1]:80; X-Forwarded-For has IPv6 bare, too
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([^]]*)]|([^:]+))(?::([0-9]{1,5}|_[A-Za-z0-9._-]+))?");
  private static final int MAX_PORT = 65_535;

  /// The hops of the fields `X-Forwarded-For`, the last written first.
  static List<Hop> xForwardedFor(List<String> fields) {
    return elements(fields).stream().map(Hop::of).toList();
  }

  /// The hops of the fields `Forwarded` (RFC 7239 §4), the last written first.
  static List<Hop> forwarded(List<String> fields) {
    return elements(fields).stream().map(element -> of(parameterFor(element))).toList();
  }

  // From the end, where proxies have written: the quotes that a client left open further ahead must
  // not swallow what they say.
  private static List<String> elements(List<String> fields) {
    List<String> elements = new ArrayList<>();
    for (String field : fields.reversed()) {
      int end = field.length();
      for (int comma = commaBefore(field, end); comma >= 0; comma = commaBefore(field, end)) {
        elements.add(field.substring(comma + 1, end).trim());
        end = comma;
      }
      elements.add(field.substring(0, end).trim());
    }
    return elements;
  }

  // The last comma that is not within quotes, or -1.
  private static int commaBefore(String field, int end) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = field.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  // Addresses hold neither semicolons nor escapes, so a value with those is none.
  private static String parameterFor(String element) {
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && pair.substring(0, equals).trim().equalsIgnoreCase("for")) {
        return unquoted(pair.substring(equals + 1).trim());
      }
    }
    return "";
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Hop of(String node) {
    Matcher parts = NODE.matcher(node);
    boolean bare = !parts.matches();
    String host = bare ? node : Objects.requireNonNullElse(parts.group(1), parts.group(2));
    try {
      InetAddress address = AddressLiteral.parse(host);
      return new Hop(Optional.of(new InetSocketAddress(address, bare ? 0 : port(parts.group(3)))));
    } catch (IllegalArgumentException hidden) {
      return new Hop(
          Optional.empty()); // unknown, or a name of the proxy's own (RFC 7239 §6.2, 6.3)
    }
  }

  // Null without one, and hidden in a name of the proxy's own (RFC 7239 §6.1) of as little use.
  private static int port(String text) {
    int port = text == null || text.startsWith("_") ? 0 : Integer.parseInt(text);
    return port <= MAX_PORT ? port : 0;
  }
}
