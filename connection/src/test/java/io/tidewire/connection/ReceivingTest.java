package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/// Threads that wait for messages.
class ReceivingTest extends BlockingStyle {
  private static final WebSocketOptions DEFAULTS = WebSocketOptions.DEFAULTS;

  ReceivingTest() {
    super(DEFAULTS);
  }

  @Test
  void messagesWaitToBeTakenInOrder() throws Exception {
    peer.send(Frame.text("1"), Frame.binary(new byte[] {2}), Frame.text("3"));
    assertThat(ws.receive().text()).isEqualTo("1");
    assertThat(ws.receive().bytes()).containsExactly(2);
    assertThat(ws.receive(Duration.ofSeconds(30)).orElseThrow().text()).isEqualTo("3");
  }

  @Test
  void aReceiverWaitsForTheNextMessage() throws Exception {
    Soon.Started<Message> receiver = Soon.start(ws::receive);
    receiver.awaitBlocked();
    peer.send(Frame.text("now"));
    assertThat(receiver.get().text()).isEqualTo("now");
  }

  @Test
  void receivedMessagesAreTheCallersOwn() throws Exception {
    peer.send(Frame.text("1"), Frame.text("2"));
    Message first = ws.receive();
    Message second = ws.receive();
    assertThat(first.copy()).isSameAs(first);
    first.bytes()[0] = 9;
    assertThat(first.text()).isEqualTo("1");
    assertThat(second.text()).isEqualTo("2");
    assertThat(Soon.start(first::text).get()).as("on any thread").isEqualTo("1");
    assertThat(first).hasToString("text, 1 bytes");
    assertThat(first.payload().isReadOnly()).isTrue();
  }

  @Test
  void aReceiveThatHasHadItsTimeIsEmpty() {
    assertThat(ws.receive(Duration.ZERO)).isEmpty();
    assertThat(ws.receive(Duration.ofMillis(-5))).isEmpty();
    assertThat(ws.receive(Duration.ofSeconds(Long.MIN_VALUE))).isEmpty();
    assertThat(ws.receive(Duration.ofNanos(1))).isEmpty();
    assertThat(ws.receive(Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void aTimeThatNeverEndsMayBeGiven() throws Exception {
    Soon.Started<Message> receiver =
        Soon.start(() -> ws.receive(ChronoUnit.FOREVER.getDuration()).orElseThrow());
    receiver.awaitBlocked();
    peer.send(Frame.text("at last"));
    assertThat(receiver.get().text()).isEqualTo("at last");
  }

  @Test
  void whatCameBeforeTheCloseIsTakenFirst() throws Exception {
    peer.send(Frame.text("1"), Frame.text("2"), Frame.close(4000));
    Soon.get(ws.closed());
    assertThat(ws.receive().text()).isEqualTo("1");
    assertThat(ws.receive().text()).isEqualTo("2");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(ws::receive)
          .isInstanceOfSatisfying(
              ClosedException.class, e -> assertThat(e.reason().code()).isEqualTo(4000));
    }
    assertThatThrownBy(() -> ws.receive(Duration.ZERO)).isInstanceOf(ClosedException.class);
  }

  @Test
  void receiversWhoWaitAreToldOfTheEnd() throws Exception {
    List<Soon.Started<Message>> receivers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      receivers.add(Soon.start(ws::receive));
    }
    for (Soon.Started<Message> receiver : receivers) {
      receiver.awaitBlocked();
    }
    peer.vanish();
    for (Soon.Started<Message> receiver : receivers) {
      assertThatThrownBy(receiver::get).hasCauseInstanceOf(ClosedException.class);
    }
  }

  @Test
  void anInterruptedReceiverLosesNothing() throws Exception {
    Soon.Started<Boolean> receiver =
        Soon.start(() -> {
          assertThatThrownBy(ws::receive).isInstanceOf(CancellationException.class);
          return Thread.currentThread().isInterrupted();
        });
    receiver.awaitBlocked();
    receiver.interrupt();
    assertThat(receiver.get()).as("the flag is set").isTrue();
    peer.send(Frame.text("still there"));
    assertThat(ws.receive().text()).isEqualTo("still there");
  }

  @Test
  void severalReceiversShareTheMessages() throws Exception {
    List<Soon.Started<Integer>> receivers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      receivers.add(
          Soon.start(() -> {
            int sum = 0;
            for (Message message : ws.messages()) {
              sum += Integer.parseInt(message.text());
            }
            return sum;
          }));
    }
    int expected = 0;
    for (int i = 0; i < 1000; i++) {
      peer.send(Frame.text("" + i));
      expected += i;
    }
    peer.send(Frame.close(1000));
    int sum = 0;
    for (Soon.Started<Integer> receiver : receivers) {
      sum += receiver.get();
    }
    assertThat(sum).isEqualTo(expected);
  }

  @Test
  void aLoopOverMessagesEndsWithAnOrderlyClose() throws Exception {
    for (Frame close :
        List.of(Frame.close(1000), Frame.close(1001), new Frame(true, 8, new byte[0]))) {
      open(DEFAULTS);
      peer.send(Frame.text("1"), Frame.text("2"), close);
      List<String> texts = new ArrayList<>();
      for (Message message : ws.messages()) {
        texts.add(message.text());
      }
      assertThat(texts).containsExactly("1", "2");
      assertThat(ws.messages().iterator().hasNext()).isFalse();
    }
  }

  @Test
  void aLoopOverMessagesThrowsWhenTheEndWasNotOrderly() throws Exception {
    for (int code : new int[] {1002, 1011, 4000}) {
      open(DEFAULTS);
      peer.send(Frame.text("1"), Frame.close(code));
      var messages = ws.messages().iterator();
      assertThat(messages.next().text()).isEqualTo("1");
      assertThatThrownBy(messages::hasNext).isInstanceOf(ClosedException.class);
    }
    open(DEFAULTS);
    peer.vanish();
    assertThatThrownBy(() -> ws.messages().iterator().next()).isInstanceOf(ClosedException.class);
  }

  @Test
  void theLastMessagesIteratorHasNoNext() throws Exception {
    peer.send(Frame.close(1000));
    var messages = ws.messages().iterator();
    assertThatThrownBy(messages::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void withAHandlerThereIsNothingToReceive() throws Exception {
    try (Loopback events = Loopback.of(Transport.AUTO, Loopback.echo());
        RawPeer other = events.raw()) {
      WebSocket connection = events.accepted().ws();
      assertThatThrownBy(connection::receive).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(connection::messages).isInstanceOf(IllegalStateException.class);
      other.send(Frame.text("hi"));
      assertThat(other.next()).isEqualTo("text hi");
    }
  }

  @Test
  void anEventLoopMustNotWait() throws Exception {
    var messages = ws.messages();
    assertThatThrownBy(() -> loopback.onLoop(ws::receive))
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loopback.onLoop(() -> ws.receive(Duration.ZERO)))
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loopback.onLoop(() -> messages.iterator().next()))
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> loopback.onLoop(ws::sendBinaryStream))
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  // ---- backpressure

  @Test
  void aReceiverThatDoesNotTakeStopsTheSocketAndGoesOnWhereItStopped() throws Exception {
    byte[] payload = Payload.of(16 << 10);
    int count = 4000;
    Soon.Started<RawPeer> writing =
        Soon.start(() -> {
          for (int i = 0; i < count; i++) {
            peer.send(Frame.binary(payload));
          }
          return peer.send(Frame.close(1000));
        });
    loopback.untilPaused(server);
    int received = 0;
    for (Message message : ws.messages()) {
      assertThat(message.bytes()).isEqualTo(payload);
      received++;
    }
    assertThat(received).isEqualTo(count);
    writing.get();
  }

  @Test
  void aFloodOfEmptyMessagesIsBoundedToo() throws Exception {
    byte[] many =
        Frame.concat(true, Collections.nCopies(10_000, Frame.text("")).toArray(Frame[]::new));
    Soon.Started<RawPeer> writing =
        Soon.start(() -> {
          for (int i = 0; i < 20; i++) {
            peer.send(many);
          }
          return peer.send(Frame.close(1000));
        });
    loopback.untilPaused(server);
    int received = 0;
    while (ws.receive(Duration.ZERO).isPresent() && received < 200_000) {
      received++;
    }
    for (Message message : ws.messages()) {
      received += 1 - message.size();
    }
    assertThat(received).isEqualTo(200_000);
    writing.get();
  }

  @Test
  void aCloseFromThisEndFindsThePeersAnswerBehindWhatNobodyTakes() throws Exception {
    byte[] payload = new byte[16 << 10];
    Soon.Started<String> talking =
        Soon.start(() -> {
          for (int i = 0; i < 500; i++) {
            peer.send(Frame.binary(payload));
          }
          String close = peer.next();
          peer.send(Frame.close(1000));
          return close;
        });
    loopback.untilPaused(server);
    ws.close();
    assertThat(talking.get()).isEqualTo("close 1000");
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1000);
    int kept = 0;
    for (Message message : ws.messages()) {
      assertThat(message.size()).isEqualTo(payload.length);
      kept++;
    }
    assertThat(kept).as("what had come, up to the high-water mark").isBetween(16, 20);
  }
}
