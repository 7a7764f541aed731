package io.tidewire.fallback;

import io.tidewire.server.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// What a page's form sends: JSON in its field `d`, where it says that it is a form.
final class FormBody {
  private FormBody() {}

  /// The JSON, or what cannot be any.
  static byte[] json(HttpRequest request) {
    String type = request.headers().first("Content-Type").orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      return request.body();
    }
    String text = request.text();
    return text.startsWith("d=") ? decoded(text.substring(2)) : new byte[0];
  }

  private static byte[] decoded(String field) {
    try {
      return URLDecoder.decode(field, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return field.getBytes(StandardCharsets.UTF_8); // and so not JSON
    }
  }
}
