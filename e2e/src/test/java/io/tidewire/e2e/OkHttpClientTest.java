package io.tidewire.e2e;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// OkHttp against our server. It offers permessage-deflate, which our server takes up.
class OkHttpClientTest extends AgainstOurServer
    implements OptionalContracts.GoingAway, RefusalContract {
  private OkHttpClient client;

  @BeforeEach
  void startClient() throws Exception {
    client =
        new OkHttpClient.Builder()
            .sslSocketFactory(
                TestCertificate.context().getSocketFactory(), TestCertificate.trustManager())
            .build();
  }

  @AfterEach
  void stopClient() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Override
  Peer connect(URI uri, String... subprotocols) throws Exception {
    Request.Builder request = new Request.Builder().url(uri.toString());
    if (subprotocols.length > 0) {
      request.header("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
    }
    OkHttpPeer peer = new OkHttpPeer(WebSocket::cancel);
    client.newWebSocket(request.build(), peer);
    return peer.awaitOpen();
  }

  @Override
  public Refusal refused(URI uri, Map<String, String> headers) throws Exception {
    Request.Builder request = new Request.Builder().url(uri.toString());
    headers.forEach(request::header);
    Events<Refusal> refusals = new Events<>();
    client.newWebSocket(request.build(), new RefusalListener(refusals));
    return refusals.next();
  }

  /// Takes the response apart during the call, for it is closed afterwards.
  private static final class RefusalListener extends WebSocketListener {
    private final Events<Refusal> refusals;

    RefusalListener(Events<Refusal> refusals) {
      this.refusals = refusals;
    }

    @Override
    public void onFailure(WebSocket ws, Throwable failure, Response response) {
      refusals.add(new Refusal(response.code(), body(response)));
    }

    private static String body(Response response) {
      try {
        return response.body().string();
      } catch (IOException e) {
        return e.toString();
      }
    }
  }
}
