package io.tidewire.server;

import io.tidewire.HandshakeRequest;
import io.tidewire.protocol.Headers;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A plain HTTP request, whole. `HEAD` comes as `GET`; the server leaves the response's body out.
public final class HttpRequest {
  private final HandshakeRequest head;
  private final byte[] body;

  HttpRequest(HandshakeRequest head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /// Everything but the body, in the form that handshakes have: query, cookies, TLS session.
  public HandshakeRequest head() {
    return head;
  }

  /// The method, such as `GET` or `POST`.
  public String method() {
    return head.method();
  }

  /// The path, percent-decoded, beginning with a slash. It has no `.` or `..` segment.
  public String path() {
    return head.path();
  }

  /// The first value of a query parameter, percent-decoded.
  public Optional<String> queryParameter(String name) {
    return head.queryParameter(name);
  }

  /// The header fields.
  public Headers headers() {
    return head.headers();
  }

  /// The client's address; that of a Unix domain socket's client has no name.
  public SocketAddress remoteAddress() {
    return head.remoteAddress();
  }

  /// A copy of the body; at most as long as [ServerLimits#maxBody] allows.
  public byte[] body() {
    return body.clone();
  }

  /// The body as UTF-8 text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return method() + " " + path();
  }
}
