package io.tidewire.client;

import io.tidewire.protocol.Headers;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/// What one attempt to connect asks for: see [ReconnectOptions#withRequest].
///
/// @param uri where to, such as `wss://example.com/chat?token=…`
/// @param headers header fields of the application's own, such as `Authorization`
/// @param subprotocols those offered, the preferred one first (RFC 6455 §1.9)
public record ConnectRequest(URI uri, Headers headers, List<String> subprotocols) {
  public ConnectRequest {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(headers, "headers");
    subprotocols = List.copyOf(subprotocols);
  }

  /// This request to another URI.
  public ConnectRequest withUri(URI uri) {
    return new ConnectRequest(uri, headers, subprotocols);
  }

  /// This request with one more header field.
  ///
  /// @throws IllegalArgumentException when HTTP/1.1 cannot carry it
  public ConnectRequest withHeader(String name, String value) {
    return new ConnectRequest(uri, headers.with(name, value), subprotocols);
  }

  /// This request with these subprotocols in place of its own.
  public ConnectRequest withSubprotocols(String... subprotocols) {
    return new ConnectRequest(uri, headers, List.of(subprotocols));
  }
}
