package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.OverflowPolicy;
import io.tidewire.protocol.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The queue between the threads that send and the loop that writes.
class OutboxTest {
  private static final CloseReason GONE =
      new CloseReason(1001, "", CloseReason.By.PEER, "the peer closed");

  private final Outbox outbox = new Outbox(1000, OverflowPolicy.CLOSE);

  @Test
  void itIsClearWhileNothingWaitsAndNothingIsInTheWay() {
    assertThat(outbox.isClear()).isTrue();
    offer(outbox, "1");
    assertThat(outbox.isClear()).isFalse();
    assertThat(text(outbox.poll())).isEqualTo("1");
    assertThat(outbox.isClear()).isTrue();
    outbox.close(new Outbox.CloseRequest(1000, ""));
    assertThat(outbox.isClear()).isFalse();
  }

  @Test
  void itIsNotClearInTheMidstOfAStreamedMessage() {
    FragmentStream stream = new FragmentStream(null, true, true);
    outbox.offer(fragment(stream, "first", true, false), true);
    assertThat(outbox.isClear()).isFalse();
    assertThat(text(outbox.poll())).isEqualTo("first");
    assertThat(outbox.isClear()).as("its end has yet to come").isFalse();
    outbox.offerFragment(fragment(stream, "last", false, true));
    assertThat(text(outbox.poll())).isEqualTo("last");
    assertThat(outbox.isClear()).isTrue();
  }

  @Test
  void itAcceptsWhileLessThanTheLimitWaits() {
    assertThat(offer(outbox, "x".repeat(1000 - Outbox.MESSAGE_COST - 1)))
        .isEqualTo(Outbox.Offer.ACCEPTED);
    assertThat(outbox.bytes()).isEqualTo(999);
    assertThat(outbox.payloadBytes()).isEqualTo(999 - Outbox.MESSAGE_COST);
    assertThat(offer(outbox, "x".repeat(10_000))).isEqualTo(Outbox.Offer.ACCEPTED);
    assertThat(offer(outbox, "")).isEqualTo(Outbox.Offer.OVERFLOW);
    outbox.poll();
    outbox.poll();
    assertThat(outbox.bytes()).isZero();
    assertThat(outbox.payloadBytes()).isZero();
  }

  @Test
  void otherMessagesWaitForAStreamedOneThatHasBegun() {
    FragmentStream stream = new FragmentStream(null, true, true);
    offer(outbox, "before");
    outbox.offer(fragment(stream, "a", true, false), true);
    offer(outbox, "behind");
    outbox.offerFragment(fragment(stream, "b", false, false));
    assertThat(text(outbox.poll())).isEqualTo("before");
    assertThat(text(outbox.poll())).isEqualTo("a");
    assertThat(outbox.payloadBytes()).isEqualTo("behind".length() + 1);
    assertThat(text(outbox.poll())).isEqualTo("b");
    assertThat(outbox.poll()).isNull();
    outbox.offerFragment(fragment(stream, "c", false, true));
    assertThat(text(outbox.poll())).isEqualTo("c");
    assertThat(text(outbox.poll())).isEqualTo("behind");
    assertThat(outbox.poll()).isNull();
  }

  @Test
  void dropOldestLeavesStreamsAlone() {
    Outbox dropping = new Outbox(200, OverflowPolicy.DROP_OLDEST);
    FragmentStream stream = new FragmentStream(null, true, true);
    dropping.offer(fragment(stream, "x".repeat(300), true, false), true);
    CompletableFuture<Void> done = new CompletableFuture<>();
    Outgoing late = Outgoing.whole(Message.text("late"), null, done);
    assertThat(dropping.offer(late, false)).isEqualTo(Outbox.Offer.DROPPED);
    assertThat(done).isCancelled();
    assertThat(dropping.dropped()).isEqualTo(1);
    assertThat(dropping.poll().stream).isSameAs(stream);
  }

  @Test
  void aCloseWaitsForWhatWasOfferedBefore() {
    offer(outbox, "1");
    outbox.close(new Outbox.CloseRequest(4000, "bye"));
    outbox.close(new Outbox.CloseRequest(4001, "again"));
    assertThat(outbox.closeAsked().text()).isEqualTo("bye");
    assertThat(outbox.isDrained()).isFalse();
    assertThat(offer(outbox, "2")).isEqualTo(Outbox.Offer.CLOSED);
    outbox.poll();
    assertThat(outbox.isDrained()).isTrue();
  }

  @Test
  void aCloseWaitsForTheRestOfAStreamedMessageThatIsComplete() {
    FragmentStream stream = new FragmentStream(null, true, true);
    outbox.offer(fragment(stream, "a", true, false), true);
    outbox.offerFragment(fragment(stream, "b", false, true));
    offer(outbox, "behind");
    outbox.close(new Outbox.CloseRequest(1000, ""));
    for (String each : List.of("a", "b", "behind")) {
      assertThat(outbox.isDrained()).isFalse();
      assertThat(text(outbox.poll())).isEqualTo(each);
    }
    assertThat(outbox.isDrained()).isTrue();
  }

  @Test
  void aCloseDoesNotWaitForAStreamedMessageThatCannotGoOn() {
    FragmentStream stream = new FragmentStream(null, true, true);
    outbox.offer(fragment(stream, "a", true, false), true);
    offer(outbox, "behind");
    outbox.close(new Outbox.CloseRequest(1000, ""));
    outbox.poll();
    assertThat(outbox.isDrained()).isTrue();
    assertThatThrownBy(() -> outbox.offerFragment(fragment(stream, "b", false, false)))
        .isInstanceOf(ClosedException.class);
  }

  @Test
  void whatWaitsAtTheEndFailsWithTheReason() {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      outbox.offer(Outgoing.whole(Message.text("" + i), null, done), false);
      all.add(done);
    }
    outbox.end(GONE);
    assertThat(all).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(outbox.bytes()).isZero();
    assertThat(outbox.poll()).isNull();
    assertThat(offer(outbox, "late")).isEqualTo(Outbox.Offer.CLOSED);
    assertThatThrownBy(() -> outbox.offer(whole("late"), true))
        .isInstanceOfSatisfying(ClosedException.class, e -> assertThat(e.reason()).isEqualTo(GONE));
  }

  @Test
  void aCallbackMayUseTheOutbox() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CompletableFuture<Outbox.Offer> inCallback =
        done.handle((nothing, failure) -> offer(outbox, "from a callback"));
    outbox.offer(Outgoing.whole(Message.text("1"), null, done), false);
    outbox.end(GONE);
    assertThat(inCallback).isCompletedWithValue(Outbox.Offer.CLOSED);
  }

  @Test
  void aCallerWhoMayWaitWaitsUntilHalfOfItIsGone() throws Exception {
    for (int i = 0; i < 10; i++) {
      offer(outbox, "x".repeat(100 - Outbox.MESSAGE_COST));
    }
    Soon.Started<Outbox.Offer> sender = Soon.start(() -> outbox.offer(whole("waited"), true));
    sender.awaitBlocked();
    for (int i = 0; i < 4; i++) {
      outbox.poll();
    }
    assertThat(outbox.bytes()).isEqualTo(600);
    outbox.poll();
    assertThat(sender.get()).isEqualTo(Outbox.Offer.ACCEPTED);
  }

  @Test
  void aCallerWhoIsInterruptedHasSentNothing() throws Exception {
    offer(outbox, "x".repeat(1000));
    Soon.Started<Boolean> sender =
        Soon.start(() -> {
          assertThatThrownBy(() -> outbox.offer(whole("never"), true))
              .isInstanceOf(CancellationException.class)
              .hasCauseInstanceOf(InterruptedException.class);
          return Thread.currentThread().isInterrupted();
        });
    sender.awaitBlocked();
    sender.interrupt();
    assertThat(sender.get()).as("the flag is set").isTrue();
    outbox.poll();
    assertThat(outbox.poll()).isNull();
  }

  @Test
  void callersWhoWaitAreToldOfTheEndAndOfAClose() throws Exception {
    offer(outbox, "x".repeat(1000));
    List<Soon.Started<ClosedException>> senders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      senders.add(
          Soon.start(() ->
              org.assertj.core.api.Assertions.catchThrowableOfType(
                  ClosedException.class, () -> outbox.offer(whole("never"), true))));
    }
    for (Soon.Started<ClosedException> sender : senders) {
      sender.awaitBlocked();
    }
    outbox.close(new Outbox.CloseRequest(1000, ""));
    for (Soon.Started<ClosedException> sender : senders) {
      assertThat(sender.get().reason().explanation()).isEqualTo("this end has asked to close");
    }
  }

  @Test
  void underConflateAWaitingCallersMessageReplacesWhatCameMeanwhile() throws Exception {
    Outbox conflating = new Outbox(1000, OverflowPolicy.CONFLATE);
    offer(conflating, "x".repeat(1000));
    Soon.Started<Outbox.Offer> sender =
        Soon.start(() -> conflating.offer(Outgoing.whole(Message.text("2"), "key", null), true));
    sender.awaitBlocked();
    conflating.poll();
    assertThat(sender.get()).isEqualTo(Outbox.Offer.ACCEPTED);
    conflating.offer(Outgoing.whole(Message.text("3"), "key", null), true);
    assertThat(text(conflating.poll())).isEqualTo("3");
    assertThat(conflating.poll()).isNull();
  }

  private static Outbox.Offer offer(Outbox to, String text) {
    return to.offer(whole(text), false);
  }

  private static Outgoing whole(String text) {
    return Outgoing.whole(Message.text(text), null, null);
  }

  private static Outgoing fragment(FragmentStream of, String text, boolean first, boolean last) {
    return Outgoing.fragment(Message.text(text), first, last, of);
  }

  private static String text(Outgoing out) {
    return out.message.text();
  }
}
