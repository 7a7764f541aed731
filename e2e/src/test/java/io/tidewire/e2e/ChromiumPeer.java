package io.tidewire.e2e;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A WebSocket of the page `peer.html` in Chromium.
final class ChromiumPeer implements Peer {
  private final Browser.Page page;
  private final String js;

  /// What came first: that the connection is open, or was refused.
  final JsonNode first;

  ChromiumPeer(Browser.Page page, URI uri, String... subprotocols) {
    this.page = page;
    Map<String, Object> where = Map.of("url", uri, "subprotocols", subprotocols);
    js = "peers[" + page.evaluate("connect", where).asInt() + "]";
    first = page.evaluate(js + ".next()");
  }

  @Override
  public String subprotocol() {
    return first.get("subprotocol").asString();
  }

  @Override
  public void send(String text) {
    page.evaluate("(text) => " + js + ".socket.send(text)", text);
  }

  @Override
  public void send(byte[] payload) {
    page.evaluate(
        "(base64) => " + js + ".sendBinary(base64)", Base64.getEncoder().encodeToString(payload));
  }

  @Override
  public void close(int code, String reason) {
    page.evaluate("(end) => " + js + ".socket.close(...end)", new Object[] {code, reason});
  }

  @Override
  public void closeWithoutCode() {
    page.evaluate(js + ".socket.close()");
  }

  @Override
  public Event next() {
    return NodePeer.event(page.evaluate(js + ".next()"));
  }

  /// Closes in order, since a page cannot do otherwise.
  @Override
  public void cut() {
    closeWithoutCode();
  }
}
