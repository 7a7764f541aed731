package io.tidewire.cli;

import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocket;
import io.tidewire.protocol.Headers;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("requestLine", RequestLine.of(request));
    fields(json.putArray("request"), request.headers());
    json.put("status", 101);
    fields(json.putArray("response"), response);
    return json.toString();
  }

  private static void fields(ArrayNode json, Headers headers) {
    headers.forEach(field -> json.addArray().add(field.name()).add(visible(field)));
  }

  private static String visible(Headers.Field field) {
    return SECRET.contains(field.name().toLowerCase(Locale.ROOT)) ? "(hidden)" : field.value();
  }
}
