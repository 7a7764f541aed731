package io.tidewire.e2e;

/// OkHttp's MockWebServer as the server of our client.
class OkHttpServerTest extends AgainstOurClient
    implements OptionalContracts.GoingAway, ClientRefusalContract {

  @Override
  PeerServer start(boolean tls) throws Exception {
    return new OkHttpServer(tls);
  }
}
