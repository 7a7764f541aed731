package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/// A client that comes back, on a clock of the test's own, and a server whose every byte the test
/// writes.
abstract class ReconnectFixture {
  static final String BUSY = "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";
  static final String FORBIDDEN = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n";

  final ManualTimer timer = new ManualTimer();
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  final AtomicInteger connections = new AtomicInteger();
  final List<AutoCloseable> toClose = new ArrayList<>();

  // Chance draws the least, so that what is waited is what the server asked for.
  WebSocketClient client(UnaryOperator<ReconnectOptions> how) {
    return client(how, UnaryOperator.identity());
  }

  WebSocketClient client(
      UnaryOperator<ReconnectOptions> how, UnaryOperator<WebSocketClientBuilder> setUp) {
    ReconnectOptions options =
        ReconnectOptions.DEFAULTS.withListener((_, state) -> events.add(describe(state)));
    WebSocketClient client =
        setUp
            .apply(WebSocketClient.builder())
            .reconnect(how.apply(options))
            .reconnect(() -> 0, InstantSource.system(), timer)
            .build();
    toClose.add(client);
    return client;
  }

  WebSocketClient client() {
    return client(UnaryOperator.identity());
  }

  static String describe(ReconnectState state) {
    return switch (state) {
      case ReconnectState.Connecting(int attempt) -> "connecting " + attempt;
      case ReconnectState.Open() -> "open";
      case ReconnectState.Away(String _, Duration next) -> "away for " + next.toMillis();
      case ReconnectState.Ended(CloseReason reason) -> "ended " + reason.code();
    };
  }

  /// Tells each connection's script which one it is, from 1 on.
  interface Script {
    void talk(RawPeer peer, int connection) throws Exception;
  }

  RawServer server(Script script) throws Exception {
    RawServer server = RawServer.start(peer -> script.talk(peer, connections.incrementAndGet()));
    toClose.add(server);
    return server;
  }

  static void close(RawPeer peer, int code, String text) throws Exception {
    byte[] payload = (".." + text).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    peer.send(new byte[] {(byte) 0x88, (byte) payload.length});
    peer.send(payload);
    peer.awaitClose();
  }

  void then(String... expected) throws InterruptedException {
    for (String event : expected) {
      assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
    }
    assertThat(events).isEmpty();
  }

  WebSocketHandler recording() {
    return new WebSocketHandler() {
      @Override
      public void onOpen(WebSocket ws) {
        events.add("onOpen");
      }

      @Override
      public void onMessage(WebSocket ws, Message message) {
        events.add("onMessage " + message.text());
      }

      @Override
      public void onClose(WebSocket ws, CloseReason reason) {
        events.add("onClose " + reason.code());
      }
    };
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }
}
