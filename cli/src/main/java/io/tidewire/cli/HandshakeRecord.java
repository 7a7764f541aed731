package io.tidewire.cli;

import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocket;
import io.tidewire.protocol.Headers;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// An accepted handshake as the console page shows it.
record HandshakeRecord(HandshakeRequest request, Headers response) {
  /// What a page must not learn, even about its own connection: its scripts cannot read cookies
  /// that are `HttpOnly`, and should not be able to here.
  private static final Set<String> SECRET =
      Set.of("cookie", "set-cookie", "authorization", "proxy-authorization");

  static HandshakeRecord of(WebSocket ws) {
    return new HandshakeRecord(ws.request(), ws.responseHeaders());
  }

  /// `{"requestLine":"...","request":[["name","value"],...],"status":101,"response":[...]}`
  String toJson() {
    return "{\"requestLine\":"
        + string(RequestLine.of(request))
        + ",\"request\":"
        + fields(request.headers())
        + ",\"status\":101,\"response\":"
        + fields(response)
        + "}";
  }

  private static String fields(Headers headers) {
    return headers.fields().stream()
        .map(field -> "[" + string(field.name()) + "," + string(visible(field)) + "]")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String visible(Headers.Field field) {
    return SECRET.contains(field.name().toLowerCase(Locale.ROOT)) ? "(hidden)" : field.value();
  }

  /// A JSON string (RFC 8259 §7).
  static String string(String text) {
    return text.chars()
        .mapToObj(HandshakeRecord::escaped)
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    // Half a pair of surrogates has no UTF-8 form, but this one.
    boolean plain = c >= ' ' && !Character.isSurrogate((char) c);
    return plain ? String.valueOf((char) c) : "\\u%04x".formatted(c);
  }
}
