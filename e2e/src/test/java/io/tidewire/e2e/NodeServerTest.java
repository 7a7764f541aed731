package io.tidewire.e2e;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/// Node's `ws` as the server of our client.
@Needs(Tool.NODE)
class NodeServerTest extends AgainstOurClient
    implements OptionalContracts.Fragments,
        OptionalContracts.Pings,
        OptionalContracts.CloseWithoutCode,
        OptionalContracts.GoingAway,
        ClientRefusalContract {
  @AutoClose private static NodeProcess node;
  private static int servers;

  @BeforeAll
  static void startNode() throws Exception {
    node = new NodeProcess("peer.mjs");
  }

  @Override
  PeerServer start(boolean tls) throws Exception {
    return new NodeServer(node, "s" + ++servers, tls);
  }
}
