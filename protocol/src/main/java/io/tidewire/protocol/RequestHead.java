package io.tidewire.protocol;

import java.util.Objects;

/// The head of an HTTP request, parsed but not judged.
///
/// @param method the method as it came, such as `GET`
/// @param target the request target as it came (RFC 9112 §3.2)
/// @param version the version as it came, such as `HTTP/1.1`
/// @param headers the fields in their order
public record RequestHead(String method, String target, String version, Headers headers) {
  public RequestHead {
    Objects.requireNonNull(method);
    Objects.requireNonNull(target);
    Objects.requireNonNull(version);
    Objects.requireNonNull(headers);
  }
}
