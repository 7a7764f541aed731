package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One WebSocket over many connections, in every style, and its end.
@Timeout(60)
class ReconnectTest extends ReconnectFixture {

  // ---- the three styles

  @Test
  void anEventHandlerSeesOneWebSocketOverAllConnections() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          peer.sendText("from " + connection);
          if (connection > 1) {
            peer.readText();
          }
        });
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "onMessage from 1", "away for 0");
    assertThat(ws.isOpen()).isFalse();

    timer.run();

    then("connecting 2", "open", "onMessage from 2");
    assertThat(ws.isOpen()).isTrue();
    ws.close();
    then("ended 1000", "onClose 1000");
    assertThat(ws.closed().join().by()).isEqualTo(CloseReason.By.LOCAL);
  }

  @Test
  void aBlockingReaderReadsOn() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          peer.sendText("first of " + connection);
          peer.sendText("second of " + connection);
          if (connection == 3) {
            close(peer, 1000, "");
          }
        });
    WebSocket ws = client().connectAsync(server.uri()).get(10, TimeUnit.SECONDS);
    // Two connections come and go while nobody reads.
    timer.run();
    timer.run();
    List<String> read = new ArrayList<>();
    for (Message message : ws.messages()) {
      read.add(message.text());
    }
    assertThat(read)
        .containsExactly(
            "first of 1", "second of 1", "first of 2", "second of 2", "first of 3", "second of 3");
    assertThatThrownBy(ws::receive)
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("1000");
  }

  @Test
  void aReadWithATimeoutGoesOnAcrossConnections() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          if (connection == 2) {
            peer.sendText("hi");
            peer.awaitClose();
          }
        });
    WebSocket ws = client().connect(server.uri());
    assertThat(ws.receive(Duration.ofMillis(1))).isEmpty();
    timer.run();
    assertThat(ws.receive(Duration.ofSeconds(10))).map(Message::text).contains("hi");
    ws.abort();
    assertThatThrownBy(() -> ws.receive(Duration.ofSeconds(10)))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void ofConnectionsThatNobodyReadsTheNewestFewAreKept() throws Exception {
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          peer.sendText("from " + connection);
          if (connection == 9) {
            peer.awaitClose();
          }
        });
    WebSocket ws = client().connect(server.uri());
    for (int i = 0; i < 8; i++) {
      timer.run();
    }
    while (connections.get() < 9 || !ws.isOpen()) {
      Thread.onSpinWait();
    }
    assertThat(ws.receive().text()).isEqualTo("from 5");
    ws.abort();
  }

  // ---- sending

  @Test
  void whatIsSentWhileAwayFailsUnlessItMayWait() throws Exception {
    RawServer server = server((peer, connection) -> peer.upgrade());
    WebSocket ws = client().connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    assertThatThrownBy(() -> ws.send("hi"))
        .isInstanceOf(ClosedException.class)
        .hasMessageContaining("1006");
    assertThat(ws.sendAsync(Message.text("hi"))).isCompletedExceptionally();
    assertThat(ws.ping()).isCompletedExceptionally();
    assertThatThrownBy(ws::sendTextStream).isInstanceOf(ClosedException.class);
    ws.abort();
  }

  @Test
  void whatWaitedGoesInOrderBehindWhatIsSentAtOpen() throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          while (connection > 1) {
            got.add(peer.readText());
          }
        });
    WebSocketClient client =
        client(how ->
            how.withQueueLimit(3 * (64 + 2))
                .withListener((ws, state) -> {
                  events.add(describe(state));
                  if (state instanceof ReconnectState.Open) {
                    ws.send("log in");
                  }
                }));
    WebSocket ws = client.connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    assertThat(ws.send("m1")).isTrue();
    assertThat(ws.send("key", Message.text("m2"))).isTrue();
    CompletableFuture<Void> third = ws.sendAsync(Message.text("m3"));
    assertThat(ws.queuedBytes()).isEqualTo(6);
    assertThatThrownBy(() -> ws.send("m4")).isInstanceOf(ClosedException.class);
    assertThat(third).isNotDone();

    timer.run();
    then("connecting 2", "open");
    third.get(10, TimeUnit.SECONDS);
    ws.send("m5");
    for (String expected : List.of("log in", "m1", "m2", "m3", "m5")) {
      assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    ws.close();
  }

  @Test
  void whatWaitsWhenItEndsFails() throws Exception {
    RawServer server = server((peer, connection) -> peer.upgrade());
    WebSocket ws = client(how -> how.withQueueLimit(1000)).connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen", "away for 0");
    CompletableFuture<Void> waits = ws.sendAsync(Message.text("hi"));
    ws.close();
    assertThatThrownBy(() -> waits.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ClosedException.class);
    then("ended 1000", "onClose 1000");
    assertThatThrownBy(() -> ws.send("late")).isInstanceOf(ClosedException.class);
  }

  @Test
  void nothingIsSentTwice() throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    RawServer server =
        server((peer, connection) -> {
          peer.upgrade();
          do {
            got.add(connection + " " + peer.readText());
          } while (connection > 1);
        });
    WebSocket ws = client(how -> how.withQueueLimit(1000)).connect(server.uri(), recording());
    then("connecting 1", "open", "onOpen");
    ws.send("last of the first");
    then("away for 0");
    timer.run();
    then("connecting 2", "open");
    ws.send("first of the second");
    assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("1 last of the first");
    assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("2 first of the second");
    ws.close();
    assertThat(got).isEmpty();
  }

  @Test
  void moreMayNotWaitThanAConnectionTakes() {
    WebSocketOptions small = WebSocketOptions.DEFAULTS.withQueueLimit(1000);
    WebSocketClientBuilder builder =
        WebSocketClient.builder()
            .options(small)
            .reconnect(ReconnectOptions.DEFAULTS.withQueueLimit(1001));
    assertThatIllegalArgumentException().isThrownBy(builder::build);
  }
}
