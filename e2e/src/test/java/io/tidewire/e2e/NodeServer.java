package io.tidewire.e2e;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Node's `ws` as the server.
final class NodeServer implements PeerServer {
  private final NodeProcess node;
  private final String id;
  private final String base;

  NodeServer(NodeProcess node, String id, boolean tls) {
    this.node = node;
    this.id = id;
    List<String> subprotocols = List.of("chat", "echo");
    if (tls) {
      String key = TestCertificate.keyPem();
      String cert = TestCertificate.certificatePem();
      node.tell(id, "listen", "subprotocols", subprotocols, "key", key, "cert", cert);
    } else {
      node.tell(id, "listen", "subprotocols", subprotocols);
    }
    int port = node.inbox(id).next().get("port").asInt();
    base = (tls ? "wss" : "ws") + "://localhost:" + port;
  }

  @Override
  public URI uri(String path) {
    return URI.create(base + path);
  }

  @Override
  public Peer accepted() {
    JsonNode line = node.inbox(id).next();
    return new NodePeer(node, line.get("session").asString(), line.get("subprotocol").asString());
  }

  @Override
  public void close() {
    node.tell(id, "stop");
  }
}
