package io.tidewire.server;

import io.tidewire.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/// The response to a plain HTTP request. Immutable. The server adds `Date`, `Content-Length` and,
/// where needed, `Connection: close`.
public final class HttpResponse {
  /// No answer: leaves a request to the server, which answers 426 where a WebSocket route is and
  /// 404 elsewhere.
  public static final HttpResponse NONE = new HttpResponse(404, Headers.EMPTY, new byte[0]);

  private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

  private final int status;
  private final Headers headers;
  private final byte[] body;

  private HttpResponse(int status, Headers headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// A response with a copy of `body`.
  ///
  /// @param status 200 to 599
  /// @throws IllegalArgumentException for another status, and when the headers hold
  ///   `Content-Length` or `Transfer-Encoding`
  public static HttpResponse of(int status, Headers headers, byte[] body) {
    return checked(status, headers, body.clone());
  }

  /// A response with plain text in UTF-8.
  ///
  /// @param status 200 to 599
  /// @throws IllegalArgumentException for another status
  public static HttpResponse text(int status, String text) {
    Headers headers = Headers.of("Content-Type", "text/plain; charset=utf-8");
    return checked(status, headers, text.getBytes(StandardCharsets.UTF_8));
  }

  /// This response with one more header field.
  ///
  /// @throws IllegalArgumentException when the field is not legal, or would say where the body ends
  public HttpResponse with(String name, String value) {
    return checked(status, headers.with(name, value), body);
  }

  /// The status code (RFC 9110 §15).
  public int status() {
    return status;
  }

  /// The header fields that the application set.
  public Headers headers() {
    return headers;
  }

  /// A copy of the body.
  public byte[] body() {
    return body.clone();
  }

  /// The body itself, which nobody may change.
  byte[] sharedBody() {
    return body;
  }

  private static HttpResponse checked(int status, Headers headers, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a response has a status of 200 to 599, not " + status);
    }
    for (Headers.Field field : Objects.requireNonNull(headers)) {
      if (FRAMING.stream().anyMatch(field.name()::equalsIgnoreCase)) {
        throw new IllegalArgumentException("the server itself writes the field " + field.name());
      }
    }
    return new HttpResponse(status, headers, body);
  }

  @Override
  public String toString() {
    return status + ", " + body.length + " bytes";
  }
}
