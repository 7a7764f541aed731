package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Blocking-style connections: threads that wait for messages, and for room to send them.
class BlockingTest {
  private static final WebSocketOptions DEFAULTS = WebSocketOptions.DEFAULTS;
  private static final int MEBIBYTE = 1 << 20;

  private Loopback loopback;
  private RawPeer peer;
  private Loopback.Accepted server;
  private WebSocket ws;

  @BeforeEach
  void open() throws Exception {
    open(DEFAULTS);
  }

  private void open(WebSocketOptions options) throws Exception {
    close();
    loopback = Loopback.of(Transport.AUTO, Loopback.blocking(options));
    peer = loopback.raw();
    server = loopback.accepted();
    ws = server.ws();
  }

  @AfterEach
  void close() throws Exception {
    if (loopback != null) {
      peer.close();
      loopback.close();
    }
  }

  // ---- receiving

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

  // ---- backpressure of a receiver

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

  // ---- sending

  @Test
  void aSenderWaitsWhileTheQueueIsFullAndGoesOnWhenThePeerReads() throws Exception {
    int count = 64;
    byte[] payload = Payload.of(MEBIBYTE);
    Soon.Started<Integer> sender =
        Soon.start(() -> {
          int sent = 0;
          while (sent < count && ws.send(payload)) {
            sent++;
          }
          return sent;
        });
    sender.awaitBlocked();
    assertThat(ws.queuedBytes()).isLessThan(4L * MEBIBYTE);
    for (int i = 0; i < count; i++) {
      assertThat(peer.read().payload()).hasSize(MEBIBYTE);
    }
    assertThat(sender.get()).isEqualTo(count);
    assertThat(ws.droppedMessages()).isZero();
  }

  @Test
  void sendersWhoWaitAreToldWhenThePeerIsGone() throws Exception {
    List<Soon.Started<Object>> senders = senders(3);
    peer.vanish();
    for (Soon.Started<Object> sender : senders) {
      assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedException.class);
    }
  }

  @Test
  void sendersWhoWaitAreToldOfAnAbort() throws Exception {
    List<Soon.Started<Object>> senders = senders(3);
    ws.abort();
    for (Soon.Started<Object> sender : senders) {
      assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedException.class);
    }
  }

  @Test
  void sendersWhoWaitAreToldOfACloseAndWhatWasAcceptedStillGoes() throws Exception {
    List<Soon.Started<Object>> senders = senders(3);
    CompletableFuture<?> closed = ws.close(4000, "enough");
    for (Soon.Started<Object> sender : senders) {
      assertThatThrownBy(sender::get)
          .hasCauseInstanceOf(ClosedException.class)
          .hasMessageContaining("4000");
    }
    Frame last = peer.read();
    while (last.opcode() == 2) {
      assertThat(last.payload()).hasSize(MEBIBYTE);
      last = peer.read();
    }
    assertThat(last).hasToString("close 4000 enough");
    assertThat(closed).isNotDone();
    peer.send(Frame.close(4000));
    Soon.get(closed);
  }

  @Test
  void virtualThreadsThatWaitAreToldToo() throws Exception {
    List<CompletableFuture<Object>> senders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Object> end = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> end.completeAsync(this::sendForEver, Runnable::run));
      senders.add(end);
    }
    Soon.until(() -> ws.queuedBytes() > MEBIBYTE);
    peer.vanish();
    for (CompletableFuture<Object> sender : senders) {
      assertThatThrownBy(() -> Soon.get(sender)).hasCauseInstanceOf(ClosedException.class);
    }
  }

  private List<Soon.Started<Object>> senders(int count) {
    List<Soon.Started<Object>> senders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      senders.add(Soon.start(this::sendForEver));
    }
    senders.forEach(Soon.Started::awaitBlocked);
    return senders;
  }

  private Object sendForEver() {
    byte[] payload = new byte[MEBIBYTE];
    while (true) {
      assertThat(ws.send(payload)).isTrue();
    }
  }

  @Test
  void anInterruptedSenderHasSentNothing() throws Exception {
    Soon.Started<Integer> sender =
        Soon.start(() -> {
          byte[] payload = new byte[MEBIBYTE];
          int sent = 0;
          try {
            while (true) {
              ws.send(payload);
              sent++;
            }
          } catch (CancellationException e) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return sent;
          }
        });
    sender.awaitBlocked();
    sender.interrupt();
    int sent = sender.get();
    ws.close(1000, "");
    int arrived = 0;
    while (peer.read().opcode() == 2) {
      arrived++;
    }
    assertThat(arrived).isEqualTo(sent);
  }

  @Test
  void aSendAfterTheCloseSaysWhy() throws Exception {
    peer.send(Frame.close(4000));
    Soon.get(ws.closed());
    for (Runnable late :
        List.<Runnable>of(
            () -> ws.send("late"),
            () -> ws.send(new byte[1]),
            () -> ws.send("key", Message.text("late")),
            ws::sendBinaryStream,
            ws::sendTextStream)) {
      assertThatThrownBy(late::run)
          .isInstanceOf(ClosedException.class)
          .hasMessage("closed with 4000: the peer closed with 4000 (defined by the application)");
    }
    assertThat(ws.sendAsync(Message.text("late"))).isCompletedExceptionally();
    assertThatThrownBy(() -> Soon.get(ws.ping())).hasCauseInstanceOf(ClosedException.class);
  }

  @Test
  void aPingIsAnswered() throws Exception {
    CompletableFuture<Duration> pong = ws.ping();
    Frame ping = peer.read();
    assertThat(ping.opcode()).isEqualTo(9);
    peer.send(Frame.pong(ping.payload()));
    assertThat(Soon.get(pong)).isPositive();
  }

  @Test
  void tenThreadsMaySendAtOnce() throws Exception {
    open(DEFAULTS.withQueueLimit(64 * MEBIBYTE)); // some of them do not wait
    int threads = 10;
    int each = 300;
    List<Soon.Started<Object>> senders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      senders.add(
          Soon.start(() -> {
            for (int i = 0; i < each; i++) {
              String padding = "x".repeat(i % 7 * 1000);
              if (i % 3 == 0) {
                ws.sendAsync(Message.text(thread + " " + i + " " + padding));
              } else {
                ws.send(thread + " " + i + " " + padding);
              }
            }
            return null;
          }));
    }
    int[] next = new int[threads];
    for (int i = 0; i < threads * each; i++) {
      String[] words = new String(peer.read().payload(), StandardCharsets.UTF_8).split(" ", -1);
      int thread = Integer.parseInt(words[0]);
      assertThat(Integer.parseInt(words[1])).isEqualTo(next[thread]);
      assertThat(words[2]).isEqualTo("x".repeat(next[thread] % 7 * 1000));
      next[thread]++;
    }
    assertThat(next).containsOnly(each);
    for (Soon.Started<Object> sender : senders) {
      sender.get();
    }
  }

  // ---- closing

  @Test
  void closeWaitsForThePeersAnswer() throws Exception {
    Soon.Started<Object> closing =
        Soon.start(() -> {
          ws.close();
          return null;
        });
    assertThat(peer.next()).isEqualTo("close 1000");
    closing.awaitBlocked();
    peer.send(Frame.close(1000));
    closing.get();
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1000);
    ws.close();
  }

  @Test
  void anInterruptEndsTheWaitButNotTheClosing() throws Exception {
    Soon.Started<Boolean> closing =
        Soon.start(() -> {
          ws.close();
          return Thread.currentThread().isInterrupted();
        });
    closing.awaitBlocked();
    closing.interrupt();
    assertThat(closing.get()).isTrue();
    assertThat(peer.next()).isEqualTo("close 1000");
    peer.send(Frame.close(1000));
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1000);
  }

  @Test
  void onAnEventLoopCloseDoesNotWait() throws Exception {
    loopback.onLoop(() -> {
      ws.close();
      return null;
    });
    assertThat(ws.closed()).isNotDone();
    assertThat(peer.next()).isEqualTo("close 1000");
  }

  // ---- both directions at once

  @Test
  void anEchoTakesAndGivesMuchAtOnce() throws Exception {
    try (Loopback echo = Loopback.of(Transport.AUTO, Loopback.echo())) {
      WebSocket client = echo.blockingClient(DEFAULTS).ws();
      assertThat(exchange(client)).isEqualTo(64);
      client.close();
    }
  }

  @Test
  void twoBlockingEndsSendMuchToEachOtherAtOnce() throws Exception {
    try (Loopback other = Loopback.of(Transport.AUTO, Loopback.blocking(DEFAULTS))) {
      WebSocket client = other.blockingClient(DEFAULTS).ws();
      WebSocket peerOfClient = other.accepted().ws();
      Soon.Started<Integer> back = Soon.start(() -> exchange(peerOfClient));
      assertThat(exchange(client)).isEqualTo(64);
      assertThat(back.get()).isEqualTo(64);
      client.close();
    }
  }

  // Sends 64 MiB on a thread of its own, and receives as much meanwhile.
  private static int exchange(WebSocket ws) throws Exception {
    byte[] payload = Payload.of(MEBIBYTE);
    Soon.Started<Object> sender =
        Soon.start(() -> {
          for (int i = 0; i < 64; i++) {
            ws.send(payload);
          }
          return null;
        });
    int received = 0;
    while (received < 64) {
      assertThat(ws.receive().bytes()).isEqualTo(payload);
      received++;
    }
    sender.get();
    return received;
  }

  @Test
  void aHandlerOfTheLoopMaySendToABlockingEnd() throws Exception {
    try (Loopback events =
        Loopback.of(
            Transport.AUTO,
            Loopback.events(
                DEFAULTS, WebSocketHandler.onMessage((to, message) -> to.send(message.text()))))) {
      WebSocket client = events.blockingClient(DEFAULTS).ws();
      client.send("hi");
      assertThat(client.receive().text()).isEqualTo("hi");
      client.close();
    }
  }
}
