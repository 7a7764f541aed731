package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Messages to many connections of one event loop, in one turn of it.
class BroadcastTest {
  private static final int RECEIVERS = 5;

  @Test
  void everyoneGetsEverythingInOrder() throws Exception {
    List<Message> messages = new ArrayList<>();
    for (int size : new int[] {0, 100, 20_000, 1, 300_000, 70_000, 10}) {
      messages.add(Message.binary(Payload.of(size)).prepared());
      messages.add(Message.binary(Payload.of(size)));
    }
    WebSocketOptions roomy = WebSocketOptions.DEFAULTS.withQueueLimit(1 << 30);
    List<WebSocket> open = new ArrayList<>();
    WebSocketHandler toAll =
        WebSocketHandler.onMessage(
            (ws, go) -> messages.forEach(each -> open.forEach(to -> to.send(each))));
    try (Loopback loopback = Loopback.of(Transport.AUTO, Loopback.events(roomy, toAll))) {
      List<RawPeer> peers = new ArrayList<>();
      for (int i = 0; i < RECEIVERS; i++) {
        peers.add(loopback.raw());
        open.add(loopback.accepted().ws());
      }
      peers.getFirst().send(Frame.text("go"));
      for (RawPeer peer : peers) {
        for (Message message : messages) {
          assertThat(peer.next()).isEqualTo(Recorder.describe(message));
        }
        peer.close();
      }
    }
  }

  // The buffer of the event loop is another connection's until its turn to be written comes.
  @Test
  void whatWaitsForTheBufferNeitherOverflowsNorIsOvertaken() {
    WebSocketOptions small = WebSocketOptions.DEFAULTS.withQueueLimit(1000);
    End end = End.server(small).opened();
    ByteBuf anothers = Loop.of(end.channel.eventLoop()).writeBuffer();
    List<String> expected = IntStream.range(0, 500).mapToObj(i -> "text message " + i).toList();
    IntStream.range(0, 400).forEach(i -> assertThat(end.ws.send("message " + i)).isTrue());
    assertThat(end.channel.writes()).isPositive();
    anothers.release();
    IntStream.range(400, 500).forEach(i -> assertThat(end.ws.send("message " + i)).isTrue());
    assertThat(end.sent()).isEqualTo(expected);
    assertThat(end.ws.queuedBytes()).isZero();
    end.peerEnds();
  }

  @Test
  void aPeerThatDoesNotReadStillMeetsTheOverflowPolicy() {
    WebSocketOptions small = WebSocketOptions.DEFAULTS.withQueueLimit(1000);
    End end = End.server(small).opened().stalls();
    ByteBuf anothers = Loop.of(end.channel.eventLoop()).writeBuffer();
    Message message = Message.binary(new byte[500]).prepared();
    int accepted = 0;
    while (end.ws.send(message)) {
      accepted++;
    }
    assertThat(accepted).isBetween(2, 6);
    anothers.release();
    end.peerEnds();
  }
}
