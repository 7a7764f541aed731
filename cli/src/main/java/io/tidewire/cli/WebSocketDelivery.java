package io.tidewire.cli;

import io.tidewire.ClosedException;
import io.tidewire.HandshakeException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/// By WebSocket: what everything else is compared with.
final class WebSocketDelivery implements Delivery {
  private final WebSocket ws;

  WebSocketDelivery(ComparedServer server, FeedRequest feed)
      throws IOException, InterruptedException {
    try {
      ws = WebSocketClient.connect(server.feed(feed).toString());
    } catch (HandshakeException e) {
      throw new IOException(e.getMessage(), e);
    } catch (CancellationException e) {
      throw interrupted(e);
    }
  }

  private static InterruptedException interrupted(CancellationException e) {
    Thread.interrupted(); // what the exception says now
    InterruptedException interruption = new InterruptedException();
    interruption.initCause(e);
    return interruption;
  }

  @Override
  public Batch next() throws IOException, InterruptedException {
    try {
      Message message =
          ws.receive(PATIENCE)
              .orElseThrow(
                  () -> new IOException("no message came for " + PATIENCE.toSeconds() + " s"));
      return new Batch(System.nanoTime(), List.of(message.text()));
    } catch (ClosedException e) {
      throw new IOException("the connection ended: " + e.reason().explanation(), e);
    } catch (CancellationException e) {
      throw interrupted(e);
    }
  }

  @Override
  public int requests() {
    return 1;
  }

  @Override
  public void close() {
    ws.close();
  }
}
