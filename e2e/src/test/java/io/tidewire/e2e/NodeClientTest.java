package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.JsonNode;

/// Node's `ws` as the client against our server.
@Needs(Tool.NODE)
class NodeClientTest extends AgainstOurServer
    implements OptionalContracts.Fragments,
        OptionalContracts.Pings,
        OptionalContracts.CloseWithoutCode,
        OptionalContracts.GoingAway,
        RefusalContract {
  @AutoClose private static NodeProcess node;
  private static int connections;

  @BeforeAll
  static void startNode() throws Exception {
    node = new NodeProcess("peer.mjs");
  }

  @Override
  Peer connect(URI uri, String... subprotocols) throws Exception {
    String id = "c" + ++connections;
    JsonNode first = NodePeer.connect(node, id, uri, Map.of(), subprotocols);
    assertThat(first.get("event").asString()).as(first.toString()).isEqualTo("open");
    return new NodePeer(node, id, first.get("subprotocol").asString());
  }

  @Override
  public Refusal refused(URI uri, Map<String, String> headers) throws Exception {
    JsonNode first = NodePeer.connect(node, "c" + ++connections, uri, headers);
    assertThat(first.get("event").asString()).as(first.toString()).isEqualTo("refused");
    return new Refusal(first.get("status").asInt(), first.get("body").asString());
  }
}
