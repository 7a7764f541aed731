package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The JDK's client against our server.
class JdkClientTest extends AgainstOurServer
    implements OptionalContracts.Fragments,
        OptionalContracts.Pings,
        OptionalContracts.GoingAway,
        RefusalContract {
  private HttpClient client;

  @BeforeEach
  void startClient() throws Exception {
    client = HttpClient.newBuilder().sslContext(TestCertificate.context()).build();
  }

  @AfterEach
  void stopClient() {
    client.shutdownNow();
  }

  @Override
  Peer connect(URI uri, String... subprotocols) {
    return JdkPeer.connect(client, uri, subprotocols);
  }

  @Override
  public Refusal refused(URI uri, Map<String, String> headers) {
    WebSocket.Builder builder = client.newWebSocketBuilder();
    headers.forEach(builder::header);
    CompletionException failure =
        catchThrowableOfType(
            CompletionException.class,
            () -> builder.buildAsync(uri, new WebSocket.Listener() {}).join());
    HttpResponse<?> response = ((WebSocketHandshakeException) failure.getCause()).getResponse();
    return new Refusal(response.statusCode(), "");
  }

  @Override
  public boolean showsBody() {
    return false;
  }
}
