package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How frames reach a socket that may be full.
class WritingTest {
  private static final byte[] BIG = new byte[100_000];
  private static final String BIG_FRAME = "binary " + Frame.describe(false, BIG);

  // ---- batches

  @Test
  void whatIsSentInOneTurnLeavesInOneWrite() {
    End end = End.server().opened();
    end.recorder.onEachMessage((ws, message) -> ws.send(message));
    end.receives(Frame.text("1"), Frame.text("2"), Frame.ping("!"), Frame.text("3"));
    assertThat(end.channel.writes()).isEqualTo(1);
    end.thenSent("text 1", "text 2", "pong !", "text 3").peerEnds();
  }

  @Test
  void aFullBatchDoesNotWaitForTheTurnToEnd() {
    End end = End.server().opened();
    end.recorder.on(
        "text more",
        (ws, message) -> {
          ws.send(BIG);
          assertThat(end.channel.writes()).isEqualTo(1);
        });
    end.receives(Frame.text("more")).then("text more");
    end.peerEnds();
  }

  @Test
  void aBatchMayOutgrowTheLoopsBuffer() {
    End end = End.server().opened();
    end.ws.send(Payload.of(60_000));
    end.ws.send(BIG);
    end.ws.send(Payload.of(300_000));
    end.thenSent(
        "binary " + Frame.describe(false, Payload.of(60_000)),
        BIG_FRAME,
        "binary " + Frame.describe(false, Payload.of(300_000)));
    end.peerEnds();
  }

  @Test
  void moreSlowPeersThanTheLoopHasBuffersForAreServedTheSame() throws Exception {
    try (Loopback loopback =
        Loopback.of(Transport.AUTO, Loopback.blocking(WebSocketOptions.DEFAULTS))) {
      List<RawPeer> peers = new ArrayList<>();
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        peers.add(loopback.raw());
        WebSocket ws = loopback.accepted().ws();
        for (int part = 0; part < 12; part++) {
          sent.add(ws.sendAsync(Message.binary(Payload.of(50_000 + i))));
        }
      }
      for (int i = 0; i < 12; i++) {
        try (RawPeer peer = peers.get(i)) {
          for (int part = 0; part < 12; part++) {
            assertThat(peer.read().payload()).isEqualTo(Payload.of(50_000 + i));
          }
        }
      }
      for (CompletableFuture<Void> each : sent) {
        Soon.get(each);
      }
    }
  }

  @Test
  void aFloodOfPingsDoesNotGrowABatchWithoutEnd() {
    End end = End.server(WebSocketOptions.DEFAULTS.withControlFrames(0)).opened();
    Frame ping = Frame.ping("x".repeat(125));
    end.receives(Collections.nCopies(2000, ping).toArray(Frame[]::new));
    assertThat(end.channel.writes()).isBetween(4, 2000 * 127 / (64 << 10) + 1);
    assertThat(end.sent()).hasSize(2000);
    end.peerEnds();
  }

  @Test
  void aPeerThatTakesEverythingDoesNotKeepTheLoopFromOthers() {
    End end = End.server(WebSocketOptions.DEFAULTS.withQueueLimit(1 << 30)).opened().stalls();
    int count = 40;
    List<Integer> writesAtNextTurn = new ArrayList<>();
    end.ws
        .sendAsync(Message.binary(BIG))
        .thenRun(() ->
            end.channel.eventLoop().execute(() -> writesAtNextTurn.add(end.channel.writes())));
    for (int i = 1; i < count; i++) {
      end.ws.sendAsync(Message.binary(BIG));
    }
    end.flows();
    assertThat(writesAtNextTurn.getFirst()).isBetween(2, 20);
    assertThat(end.sent()).hasSize(count).containsOnly(BIG_FRAME);
    end.peerEnds();
  }

  // ---- control frames overtake data that waits

  @Test
  void aPongOvertakesWhatIsQueued() {
    End end = End.server().opened().stalls();
    end.ws.send("1");
    end.channel.runPendingTasks();
    end.ws.send("2");
    end.ws.send("3");
    end.receives(Frame.ping("now"));
    end.flows().thenSent("text 1", "pong now", "text 2", "text 3").peerEnds();
  }

  @Test
  void ofManyPongsForAPeerThatDoesNotReadOnlyTheNewestWaits() {
    End end = End.server().opened().stalls();
    end.ws.send("1");
    end.channel.runPendingTasks();
    for (int i = 0; i < 100; i++) {
      end.receives(Frame.ping("ping " + i));
    }
    end.receives(Frame.ping("last")).flows().thenSent("text 1", "pong last").peerEnds();
  }

  @Test
  void ofManyPingsThatCannotGoTheNewestAnswersForAll() {
    End end = End.server().opened().stalls();
    end.ws.send("1");
    end.channel.runPendingTasks();
    List<CompletableFuture<?>> pongs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pongs.add(end.ws.ping());
    }
    end.flows().thenSent("text 1", "ping 000000000000000a");
    end.receives(Frame.pong(new byte[] {0, 0, 0, 0, 0, 0, 0, 10}));
    assertThat(pongs).allMatch(CompletableFuture::isDone);
    end.peerEnds();
  }

  // ---- closing

  @Test
  void aCloseGoesBehindWhatWasQueuedBeforeIt() {
    End end = End.server().opened().stalls();
    end.ws.send("1");
    end.channel.runPendingTasks();
    end.ws.send("2");
    end.ws.send("3");
    end.ws.close(4000, "bye");
    assertThat(end.ws.send("too late")).isFalse();
    end.channel.runPendingTasks();
    end.flows().thenSent("text 1", "text 2", "text 3", "close 4000 bye");
    end.receives(Frame.close(4000)).then("closed 4000 bye (LOCAL)").peerEnds();
  }

  @Test
  void aFailureDropsWhatIsQueuedAndTellsItsSenders() {
    End end = End.server().opened().stalls();
    end.ws.send("1");
    end.channel.runPendingTasks();
    CompletableFuture<Void> second = end.ws.sendAsync(Message.text("2"));
    end.receives(new byte[] {0x7F, 0x7F})
        .then("closed 1002 reserved bits are set without an" + " extension (LOCAL)");
    assertThat(second).isCompletedExceptionally();
    assertThat(end.ws.queuedBytes()).isEqualTo(3);
    end.flows().thenSent("text 1", "close 1002 reserved bits are set without an extension");
    assertThat(end.channel.isOutputShutdown()).isTrue();
    end.peerEnds();
  }

  @Test
  void outputEndsOnlyBehindTheLastByte() {
    End end = End.server().opened().stalls();
    end.ws.send("1");
    end.receives(Frame.close(1000)).then("closed 1000 (PEER)");
    assertThat(end.channel.isOutputShutdown()).isFalse();
    end.takes(4);
    assertThat(end.channel.isOutputShutdown()).isFalse();
    end.flows().thenSent("text 1", "close 1000");
    assertThat(end.channel.isOutputShutdown()).isTrue();
    end.peerEnds();
  }

  // ---- futures

  @Test
  void sendAsyncCompletesWhenTheSocketHasTakenTheBytes() {
    End end = End.server().opened().stalls();
    CompletableFuture<Void> first = end.ws.sendAsync(Message.text("first"));
    CompletableFuture<Void> second = end.ws.sendAsync(Message.text("second"));
    end.takes(6);
    assertThat(first).isNotDone();
    end.takes(1).takes(7);
    assertThat(second).isNotDone();
    end.takes(1);
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    end.thenSent("text first", "text second").peerEnds();
  }

  @Test
  void sendAsyncFailsWhenTheConnectionEndsFirst() {
    End end = End.server().opened().stalls();
    CompletableFuture<Void> written = end.ws.sendAsync(Message.text("written, not taken"));
    end.channel.runPendingTasks();
    CompletableFuture<Void> queued = end.ws.sendAsync(Message.text("queued"));
    end.peerEnds().then("closed 1006 (NETWORK)");
    for (CompletableFuture<Void> each :
        List.of(written, queued, end.ws.sendAsync(Message.text("")))) {
      assertThat(each)
          .isCompletedExceptionally()
          .failsWithin(java.time.Duration.ZERO)
          .withThrowableThat()
          .withCauseInstanceOf(ClosedException.class)
          .withMessageContaining("1006");
    }
  }

  @Test
  void whatACallbackThrowsHarmsNobody() {
    End end = End.server().opened();
    CompletableFuture<Void> first = end.ws.sendAsync(Message.text("1"));
    CompletableFuture<Void> failing =
        first.thenRun(() -> {
          throw new IllegalStateException("in a callback");
        });
    CompletableFuture<Void> chained =
        first.thenCompose(done -> end.ws.sendAsync(Message.text("2")));
    end.thenSent("text 1", "text 2");
    assertThat(failing).isCompletedExceptionally();
    assertThat(chained).isCompleted();
    end.ws.send("3");
    end.thenSent("text 3").then().peerEnds();
  }

  @Test
  void oneMessageSentWhenTheLastIsDoneTakesTurnsWithTheRestOfTheLoop() {
    End end = End.server().opened();
    sendAgain(end, 1000);
    assertThat(end.sent()).hasSize(1000);
    end.peerEnds();
  }

  private static void sendAgain(End end, int left) {
    if (left > 0) {
      end.ws.sendAsync(Message.text("again")).thenRun(() -> sendAgain(end, left - 1));
    }
  }

  // ---- figures

  @Test
  void queuedBytesAreThoseThatTheSocketHasNotTaken() {
    End end = End.server().opened().stalls();
    assertThat(end.ws.queuedBytes()).isZero();
    end.ws.send("ten bytes!");
    assertThat(end.ws.queuedBytes()).as("in the batch, with its header").isEqualTo(12);
    end.channel.runPendingTasks();
    assertThat(end.ws.queuedBytes()).as("in the socket's hands").isEqualTo(12);
    end.ws.send("five!");
    end.ws.sendAsync(Message.text(""));
    assertThat(end.ws.queuedBytes()).as("and more in the queue").isEqualTo(17);
    end.flows();
    assertThat(end.ws.queuedBytes()).isZero();
    end.stalls().ws.send("lost");
    end.peerEnds();
    assertThat(end.ws.queuedBytes()).isZero();
  }

  // ---- order between the two ways to the wire

  @ParameterizedTest
  @EnumSource(Role.class)
  void directAndQueuedMessagesKeepTheirOrder(Role role) {
    End end = End.of(role).opened();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      if (i % 7 == 0) {
        end.stalls();
      }
      if (i % 3 == 0) {
        end.ws.sendAsync(Message.text("" + i));
      } else {
        end.ws.send("" + i);
      }
      if (i % 7 == 4) {
        end.flows();
      }
      expected.add("text " + i);
    }
    end.flows();
    assertThat(end.sent()).isEqualTo(expected);
    end.peerEnds();
  }
}
