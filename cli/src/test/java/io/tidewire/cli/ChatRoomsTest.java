package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatRoomsTest {
  private static final CloseReason GONE =
      new CloseReason(1000, "", CloseReason.By.PEER, "the peer closed");

  private final ChatRooms rooms = new ChatRooms();

  @Test
  void lineGoesToTheWholeRoomAndToNoOther() {
    Peers.Peer ann = enter("tea");
    Peers.Peer bob = enter("tea");
    Peers.Peer cat = enter("milk");
    rooms.onMessage(ann.ws(), Message.text("hi"));

    assertThat(ann.sent()).containsExactly("hi");
    assertThat(bob.sent()).containsExactly("hi");
    assertThat(cat.sent()).isEmpty();
  }

  @Test
  void whoHasLeftSeesNothingMore() {
    Peers.Peer ann = enter("tea");
    Peers.Peer bob = enter("tea");
    rooms.onClose(bob.ws(), GONE);
    rooms.onMessage(ann.ws(), Message.text("hi"));

    assertThat(bob.sent()).isEmpty();
  }

  @Test
  void emptyRoomIsForgotten() {
    Peers.Peer ann = enter("tea");
    assertThat(rooms.size()).isEqualTo(1);
    rooms.onClose(ann.ws(), GONE);
    assertThat(rooms.size()).isZero();
  }

  @Test
  void memberWhoDoesNotReadHurtsNobody() throws IOException {
    WebSocketOptions small =
        WebSocketOptions.DEFAULTS.withQueueLimit(64 << 10).withCloseTimeout(Duration.ofMillis(100));
    try (WebSocketServer server =
            WebSocketServer.builder()
                .host("127.0.0.1")
                .port(0)
                .options(small)
                .route("/chat/{room}", rooms)
                .start();
        RawClient stuck = new RawClient(server.port());
        WebSocket ann = WebSocketClient.connect("ws://127.0.0.1:" + server.port() + "/chat/tea")) {
      assertThat(stuck.upgrade("/chat/tea")).startsWith("HTTP/1.1 101 ");
      String line = "x".repeat(32 << 10);
      // More than the system's buffers and the queue take, in the end.
      for (int i = 0; i < 400; i++) {
        ann.send(line);
        assertThat(ann.receive().size()).isEqualTo(line.length());
      }
      assertThat(ann.isOpen()).isTrue();
    }
  }

  private Peers.Peer enter(String room) {
    Peers.Peer peer = Peers.in(room);
    rooms.onOpen(peer.ws());
    return peer;
  }
}
