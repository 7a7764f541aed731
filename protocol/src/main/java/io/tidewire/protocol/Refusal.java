package io.tidewire.protocol;

import java.util.Objects;

/// Why a server does not upgrade a request, in the form of an HTTP response.
///
/// @param status the status code, 300 to 599 (RFC 9110 §15)
/// @param headers fields that this status calls for, without those about the body or about keeping
///   the TCP connection. May hold `Connection: Upgrade` (RFC 9110 §7.8); whoever adds `close` adds
///   it to that list
/// @param line the body: one line of plain text that says what was wrong and what to do
public record Refusal(int status, Headers headers, String line) implements HandshakeCheck {
  public Refusal {
    Objects.requireNonNull(headers);
    Objects.requireNonNull(line);
    if (status < 300 || status > 599) {
      throw new IllegalArgumentException("a refusal has a status of 300 to 599, not " + status);
    }
  }

  /// A refusal without fields of its own.
  public static Refusal of(int status, String line) {
    return new Refusal(status, Headers.EMPTY, line);
  }

  /// This refusal with one more field.
  public Refusal with(String name, String value) {
    return new Refusal(status, headers.with(name, value), line);
  }
}
