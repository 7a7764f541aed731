package io.tidewire.e2e;

/// Java-WebSocket as the server of our client.
class JavaWebSocketServerTest extends AgainstOurClient
    implements OptionalContracts.Fragments, OptionalContracts.Pings, OptionalContracts.GoingAway {

  @Override
  PeerServer start(boolean tls) throws Exception {
    return new JavaWebSocketServer(tls).started();
  }

  @Override
  public int codeShownForNone() {
    return 1000;
  }
}
