package io.tidewire.cli;

import io.tidewire.HandshakeRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The first line of a handshake's request. It is built anew from decoded parts, so that characters
/// may be escaped that were not before.
final class RequestLine {
  private RequestLine() {}

  /// Such as `GET /chat/tea?name=Ann HTTP/1.1`.
  static String of(HandshakeRequest request) {
    String query =
        request.query().entrySet().stream()
            .flatMap(each -> each.getValue().stream().map(value -> pair(each.getKey(), value)))
            .collect(Collectors.joining("&"));
    String target = path(request.path()) + (query.isEmpty() ? "" : "?" + query);
    return request.method() + " " + target + " HTTP/1.1";
  }

  private static String path(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(RequestLine::encode)
        .collect(Collectors.joining("/"));
  }

  private static String pair(String name, String value) {
    return value.isEmpty() ? encode(name) : encode(name) + "=" + encode(value);
  }

  private static String encode(String text) {
    // The encoder is made for forms, where a plus is a space.
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
