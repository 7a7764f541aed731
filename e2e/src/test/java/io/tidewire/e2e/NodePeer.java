package io.tidewire.e2e;

import java.net.URI;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A connection of Node's `ws`, in either role.
final class NodePeer implements Peer {
  private final NodeProcess node;
  private final String id;
  private final String subprotocol;

  NodePeer(NodeProcess node, String id, String subprotocol) {
    this.node = node;
    this.id = id;
    this.subprotocol = subprotocol;
  }

  /// Asks for a connection.
  ///
  /// @return the first thing that came of it
  static JsonNode connect(
      NodeProcess node, String id, URI uri, Map<String, String> headers, String... subprotocols) {
    String ca = TestCertificate.certificatePem();
    node.tell(
        id, "connect", "url", uri, "headers", headers, "subprotocols", subprotocols, "ca", ca);
    return node.inbox(id).next();
  }

  @Override
  public String subprotocol() {
    return subprotocol;
  }

  @Override
  public void send(String text) {
    node.tell(id, "sendText", "text", text);
  }

  @Override
  public void send(byte[] payload) {
    node.tell(id, "sendBinary", "base64", Base64.getEncoder().encodeToString(payload));
  }

  @Override
  public void sendFragments(String... parts) {
    node.tell(id, "sendFragments", "parts", parts);
  }

  @Override
  public void ping(String payload) {
    node.tell(id, "ping", "payload", payload);
  }

  @Override
  public void close(int code, String reason) {
    node.tell(id, "close", "code", code, "reason", reason);
  }

  @Override
  public void closeWithoutCode() {
    node.tell(id, "close");
  }

  @Override
  public void cut() {
    node.tell(id, "cut");
  }

  @Override
  public Event next() {
    return event(node.inbox(id).next());
  }

  static Event event(JsonNode line) {
    return switch (line.get("event").asString()) {
      case "text" -> new Event.Text(line.get("text").asString());
      case "binary" -> new Event.Binary(Base64.getDecoder().decode(line.get("base64").asString()));
      case "pong" -> new Event.Pong(line.get("payload").asString());
      case "closed" -> new Event.Closed(line.get("code").asInt(), line.get("reason").asString());
      default -> new Event.Failed(line.toString());
    };
  }
}
