package io.tidewire;

import io.tidewire.protocol.Headers;

/// A connection could not be opened: nobody answered, TLS failed, or the server did not answer with
/// a valid 101. The message says which, in plain words.
public final class HandshakeException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final transient Headers headers;
  private final String body;

  /// There was no response to the handshake.
  public HandshakeException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.headers = Headers.EMPTY;
    this.body = "";
  }

  /// The response was not a valid 101.
  public HandshakeException(String message, int status, Headers headers, String body) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// The response's HTTP status; 0 when none came.
  public int status() {
    return status;
  }

  /// The response's header fields; empty when none came.
  public Headers headers() {
    return headers;
  }

  /// The first part of the response's body, at most 4 KiB, as text; empty when there was none.
  public String body() {
    return body;
  }
}
