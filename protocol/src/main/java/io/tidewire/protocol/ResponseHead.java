package io.tidewire.protocol;

import java.util.Objects;

/// The head of an HTTP response.
///
/// @param status the status code (RFC 9110 §15)
/// @param headers the fields in their order
public record ResponseHead(int status, Headers headers) {
  public ResponseHead {
    Objects.requireNonNull(headers);
  }
}
