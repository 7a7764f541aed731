package io.tidewire.benchmarks.soak;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.client.ConnectRequest;
import io.tidewire.client.ReconnectOptions;
import io.tidewire.client.ReconnectState;
import io.tidewire.client.WebSocketClient;
import io.tidewire.testing.FaultyNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/// A client that reconnects by itself, whose connections are reset now and then. Some of its
/// numbers are lost, but none comes twice or out of order.
final class Comeback implements AutoCloseable {
  private static final int MESSAGES = 200;
  private static final int PAUSE_MILLIS = 200;

  private final Crowd crowd;
  private final Random random;
  private final Mail mail = new Mail();
  private FaultyNetwork network;
  private int last = -1;

  Comeback(Crowd crowd, Random random) {
    this.crowd = crowd;
    this.random = random;
  }

  void run() throws IOException, InterruptedException {
    try (WebSocketClient client = client()) {
      WebSocket ws = client.connect(URI.create("ws://127.0.0.1/event"), mail);
      for (int i = 0; i < MESSAGES; i++) {
        send(ws, "" + i);
        receive();
        Thread.sleep(random.nextInt(PAUSE_MILLIS));
        if (random.nextInt(30) == 0) {
          reset();
        }
      }
    }
  }

  private WebSocketClient client() {
    return WebSocketClient.builder()
        .options(Soak.OPTIONS)
        .tls(Crowd.TRUSTING)
        .reconnect(
            ReconnectOptions.DEFAULTS
                .withDelays(Duration.ofMillis(100), Duration.ofSeconds(1))
                .withQueueLimit(random.nextBoolean() ? 0 : 1 << 16)
                .withRequest(this::byANewNetwork)
                .withListener(this::count))
        .build();
  }

  private void count(WebSocket ws, ReconnectState state) {
    if (state instanceof ReconnectState.Open) {
      crowd.tally().count("connections that came back or began");
    }
  }

  private synchronized ConnectRequest byANewNetwork(ConnectRequest request) {
    try {
      close();
      URI uri = crowd.server().uri(random.nextBoolean() ? "wss" : "ws", "/event");
      network = FaultyNetwork.to(uri);
      return request.withUri(network.through(uri));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void reset() throws IOException {
    network.reset();
    crowd.tally().count("trouble: reset of one that comes back");
  }

  private static void send(WebSocket ws, String text) {
    try {
      ws.send(text);
    } catch (ClosedException e) {
      if (ws.closed().isDone()) {
        throw e;
      }
      // It is away, and keeps nothing meanwhile.
    }
  }

  private void receive() {
    for (Optional<Message> next = mail.poll(); next.isPresent(); next = mail.poll()) {
      int number = Integer.parseInt(next.get().text());
      if (number <= last) {
        crowd.tally().mistake(number + " came after " + last);
      }
      last = number;
      crowd.tally().count("messages");
    }
  }

  /// Ends its network.
  @Override
  public synchronized void close() throws IOException {
    if (network != null) {
      network.close();
    }
  }
}
