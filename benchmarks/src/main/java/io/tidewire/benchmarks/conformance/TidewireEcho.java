package io.tidewire.benchmarks.conformance;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.Limits;
import java.net.URI;

/// Our client.
final class TidewireEcho implements EchoClient {
  private static final int MAX_FRAGMENTS = 1 << 20;

  private final WebSocketClient client =
      WebSocketClient.builder()
          .options(
              WebSocketOptions.DEFAULTS.withLimits(
                  new Limits(LARGEST_MESSAGE, LARGEST_MESSAGE, MAX_FRAGMENTS)))
          .build();

  @Override
  public String echo(URI uri) throws InterruptedException {
    Ended ended = new Ended();
    WebSocketHandler echo =
        WebSocketHandler.onMessage((ws, message) -> {
          if (message.isText()) {
            ended.text(message.text());
          }
          ws.send(message);
        });
    try {
      WebSocket ws = client.connect(uri, echo);
      ws.closed().thenRun(ended::end);
    } catch (HandshakeException e) {
      ended.end(); // as some cases want it
    }
    return ended.await();
  }
}
