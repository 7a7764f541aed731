package io.tidewire;

import io.tidewire.protocol.Headers;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// An opening handshake's request, before and after it is accepted.
///
/// @param method the HTTP method
/// @param path the path, percent-decoded
/// @param query the query's parameters, percent-decoded, in order; one without `=` has an empty
///   value
/// @param pathParameters what the route's `{names}` matched, percent-decoded
/// @param headers the header fields
/// @param remoteAddress the peer's address; a Unix domain socket's peer has one without a name
/// @param tls the TLS session with the peer's certificates, if TLS is spoken
public record HandshakeRequest(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> pathParameters,
    Headers headers,
    SocketAddress remoteAddress,
    Optional<SSLSession> tls) {

  /// What the route's `{name}` matched.
  ///
  /// @throws IllegalArgumentException when the route has no such name
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /// The first value of a query parameter.
  public Optional<String> queryParameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /// The first value of a header field.
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /// The subprotocols that the client offers, the one that it likes best first (RFC 6455 §1.9).
  public List<String> subprotocols() {
    return headers.tokens("Sec-WebSocket-Protocol");
  }

  /// A cookie's value as it stands in the `Cookie` field (RFC 6265 §4.2.1), without quotes around
  /// it.
  public Optional<String> cookie(String name) {
    for (String field : headers.all("Cookie")) {
      for (String pair : field.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
          return Optional.of(unquoted(pair.substring(equals + 1).trim()));
        }
      }
    }
    return Optional.empty();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
