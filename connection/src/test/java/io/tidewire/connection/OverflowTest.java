package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.OverflowPolicy;
import io.tidewire.WebSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of messages for a peer that is too slow, sent by callers who must not wait.
class OverflowTest {
  // Room for about ten messages of a few bytes.
  private static final int LIMIT = 10 * (Outbox.MESSAGE_COST + 2);

  private static End with(OverflowPolicy policy) {
    WebSocketOptions options = WebSocketOptions.DEFAULTS.withOverflow(policy).withQueueLimit(LIMIT);
    End end = End.server(options).opened().stalls();
    // It waits in the socket's hands, out of the queue.
    end.ws.send("in flight");
    end.channel.runPendingTasks();
    return end;
  }

  @Test
  void closeEndsTheConnectionWith1008() {
    End end = with(OverflowPolicy.CLOSE);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 10; i < 20; i++) {
      sent.add(end.ws.sendAsync(Message.text("" + i)));
    }
    assertThat(end.ws.send("one too many")).isFalse();
    end.channel.runPendingTasks();
    end.then("closed 1008 (LOCAL)");
    assertThat(end.recorder.reason().explanation())
        .isEqualTo(
            "the peer was too slow: 31 bytes waited for it, and the overflow policy is to close");
    assertThat(end.ws.isOpen()).isFalse();
    assertThat(sent).allSatisfy(each -> assertThat(each).isCompletedExceptionally());
    end.flows().thenSent("text in flight", "close 1008").peerEnds();
  }

  @Test
  void theAsynchronousFormSaysThatTheConnectionWasClosed() {
    End end = with(OverflowPolicy.CLOSE);
    CompletableFuture<Void> last = null;
    for (int i = 10; i < 21; i++) {
      last = end.ws.sendAsync(Message.text("" + i));
    }
    assertThat(last)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ClosedException.class)
        .withMessageContaining("1008");
    end.peerEnds();
  }

  @Test
  void aCloseForOverflowThatThePeerNeverTakesEndsInTime() {
    End end = with(OverflowPolicy.CLOSE);
    for (int i = 0; i < 20; i++) {
      end.ws.send("much");
    }
    end.channel.runPendingTasks();
    end.then("closed 1008 (LOCAL)").after(Duration.ofSeconds(6));
    assertThat(end.channel.isOpen()).isFalse();
  }

  @Test
  void dropNewestDropsWhatIsSent() {
    End end = with(OverflowPolicy.DROP_NEWEST);
    for (int i = 10; i < 20; i++) {
      assertThat(end.ws.send("" + i)).isTrue();
    }
    assertThat(end.ws.send("dropped")).isFalse();
    CompletableFuture<Void> dropped = end.ws.sendAsync(Message.text("dropped too"));
    assertThat(dropped).isCancelled();
    assertThat(end.ws.droppedMessages()).isEqualTo(2);
    end.flows();
    assertThat(end.sent()).hasSize(11).endsWith("text 18", "text 19");
    assertThat(end.ws.send("room again")).isTrue();
    end.thenSent("text room again").then().peerEnds();
  }

  @Test
  void dropOldestMakesRoom() {
    End end = with(OverflowPolicy.DROP_OLDEST);
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 10; i < 23; i++) {
      sent.add(end.ws.sendAsync(Message.text("" + i)));
    }
    assertThat(end.ws.droppedMessages()).isEqualTo(3);
    assertThat(sent.subList(0, 3)).allMatch(CompletableFuture::isCancelled);
    assertThat(end.ws.send("23")).isTrue();
    end.flows();
    assertThat(end.sent()).hasSize(11).startsWith("text in flight", "text 14").endsWith("text 23");
    assertThat(sent.subList(4, 13)).allMatch(CompletableFuture::isDone);
    end.then().peerEnds();
  }

  @Test
  void aMessageLargerThanTheLimitTakesTheWholeQueue() {
    End end = with(OverflowPolicy.DROP_OLDEST);
    end.ws.send("old");
    end.ws.send(new byte[10 * LIMIT]);
    end.ws.send("new");
    end.flows();
    assertThat(end.sent()).containsExactly("text in flight", "text new");
    assertThat(end.ws.droppedMessages()).isEqualTo(2);
    end.peerEnds();
  }

  @Test
  void conflateKeepsTheNewestOfEachKey() {
    End end = with(OverflowPolicy.CONFLATE);
    for (int i = 0; i < 1000; i++) {
      assertThat(end.ws.send("price of " + i % 3, Message.text(i % 3 + ": " + i))).isTrue();
    }
    end.ws.send("without a key");
    assertThat(end.ws.conflatedMessages()).isEqualTo(997);
    assertThat(end.ws.droppedMessages()).isZero();
    end.flows()
        .thenSent(
            "text in flight", "text 0: 999", "text 1: 997", "text 2: 998", "text without a key");
    end.ws.send("price of 1", Message.text("a new one"));
    end.thenSent("text a new one").then().peerEnds();
  }

  @Test
  void conflateReplacesAlsoWhereTheQueueIsFull() {
    End end = with(OverflowPolicy.CONFLATE);
    CompletableFuture<Void> first = end.ws.sendAsync(Message.text("first"));
    for (int i = 0; i < 9; i++) {
      end.ws.send("key " + i, Message.text("old " + i));
    }
    assertThat(end.ws.send("key 4", Message.text("new 4"))).isTrue();
    assertThat(end.ws.send("key 9", Message.text("no room"))).isFalse();
    end.channel.runPendingTasks();
    end.then("closed 1008 (LOCAL)");
    assertThat(first).isCompletedExceptionally();
    end.peerEnds();
  }

  @Test
  void aTextDoesNotTakeABinaryMessagesPlace() {
    End end = with(OverflowPolicy.CONFLATE);
    end.ws.send("key", Message.text("text"));
    end.ws.send("key", Message.binary(new byte[] {1}));
    end.ws.send("key", Message.binary(new byte[] {2}));
    end.flows().thenSent("text in flight", "text text", "binary 02").peerEnds();
  }

  @Test
  void aKeyOfAMessageThatHasGoneIsForgotten() {
    End end = with(OverflowPolicy.CONFLATE);
    end.ws.send("key", Message.text("1"));
    end.flows().thenSent("text in flight", "text 1").stalls();
    end.ws.send("in flight");
    end.channel.runPendingTasks();
    end.ws.send("key", Message.text("2"));
    end.flows().thenSent("text in flight", "text 2").peerEnds();
    assertThat(end.ws.droppedMessages()).isZero();
  }

  @ParameterizedTest
  @EnumSource(OverflowPolicy.class)
  void pongsAndCloseFramesAreNeverDropped(OverflowPolicy policy) {
    End end = with(policy);
    for (int i = 0; i < 4; i++) {
      end.ws.send("" + i);
    }
    end.receives(Frame.ping("!"), Frame.close(4000));
    assertThat(end.flows().sent()).containsExactly("text in flight", "pong !", "close 4000");
    end.then("closed 4000 (PEER)").peerEnds();
  }

  @ParameterizedTest
  @EnumSource(OverflowPolicy.class)
  void emptyMessagesAreBoundedToo(OverflowPolicy policy) {
    End end = with(policy);
    int accepted = 0;
    for (int i = 0; i < 1000 && end.ws.isOpen(); i++) {
      accepted += end.ws.send("") ? 1 : 0;
    }
    assertThat(accepted - end.ws.droppedMessages()).isLessThan(12);
    end.peerEnds();
  }
}
