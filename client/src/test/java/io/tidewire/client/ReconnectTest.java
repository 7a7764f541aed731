package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
