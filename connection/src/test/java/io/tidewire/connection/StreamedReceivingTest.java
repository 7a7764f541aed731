package io.tidewire.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages larger than memory, read as they come.
class StreamedReceivingTest extends BlockingStyle {
  private static final WebSocketOptions STREAMING = WebSocketOptions.DEFAULTS.withStreaming(true);

  StreamedReceivingTest() {
    super(STREAMING);
  }

  @Test
  void aMessageLargerThanTheLimitCanBeStreamed() throws Exception {
    byte[] piece = Payload.of(1 << 20);
    Soon.Started<Object> sender =
        Soon.start(() -> {
          peer.send(Frame.binary(piece).unfinished());
          for (int i = 0; i < 30; i++) {
            peer.send(new Frame(false, 0, piece));
          }
          return peer.send(new Frame(true, 0, piece), Frame.text("next"));
        });
    loopback.untilPaused(server);
    try (InputStream in = ws.receiveStream()) {
      for (int i = 0; i < 32; i++) {
        assertThat(in.readNBytes(piece.length)).isEqualTo(piece);
      }
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read(new byte[10])).isEqualTo(-1);
    }
    assertThat(ws.receive().text()).isEqualTo("next");
    sender.get();
  }

  @Test
  void fragmentsThatCarryNothingHaveABoundAlsoInAnEndlessMessage() throws Exception {
    Frame empty = new Frame(false, 0, new byte[0]);
    peer.send(Frame.text("begin").unfinished());
    peer.send(Frame.concat(true, Collections.nCopies(1024, empty).toArray(Frame[]::new)));
    peer.send(new Frame(false, 0, new byte[] {120}), Frame.ping("?"));
    assertThat(peer.next()).isEqualTo("pong ?");
    peer.send(empty);
    assertThat(peer.next())
        .isEqualTo("close 1009 a message is over the limit of 1024 empty fragments");
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1009);
  }

  @Test
  void aStreamIsReadInAnyWay() throws Exception {
    peer.send(
        Frame.text("grüße"), new Frame(false, 1, new byte[0]), new Frame(true, 0, new byte[0]));
    byte[] expected = "grüße".getBytes(UTF_8);
    try (InputStream in = ws.receiveStream()) {
      assertThat(in.available()).isEqualTo(7);
      assertThat(in.read()).isEqualTo('g');
      byte[] target = new byte[5];
      assertThat(in.read(target, 1, 0)).isZero();
      assertThat(in.read(target, 1, 3)).isEqualTo(3);
      assertThat(Arrays.copyOfRange(target, 1, 4)).isEqualTo(Arrays.copyOfRange(expected, 1, 4));
      assertThat(in.skip(1)).isEqualTo(1);
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(expected, 5, 7));
    }
    try (InputStream empty = ws.receiveStream()) {
      assertThat(empty.read()).isEqualTo(-1);
    }
  }

  @Test
  void wholeMessagesAreStillReceivedWholeWithinTheLimit() throws Exception {
    byte[] payload = Payload.of(900_000);
    peer.send(
        new Frame(false, 2, Arrays.copyOf(payload, 400_000)),
        new Frame(true, 0, Arrays.copyOfRange(payload, 400_000, 900_000)),
        Frame.text("small"));
    assertThat(ws.receive().bytes()).isEqualTo(payload);
    assertThat(ws.receive().text()).isEqualTo("small");
  }

  @Test
  void aWholeMessageOverTheLimitIsRefusedWith1009() throws Exception {
    open(STREAMING.withLimits(new Limits(100_000, 1 << 20, 10)));
    Soon.Started<Object> sender =
        Soon.start(() -> peer.send(Frame.binary(new byte[150_000]), Frame.text("next")));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(ws::receive)
          .isInstanceOfSatisfying(
              ClosedException.class,
              e -> {
                assertThat(e.reason().code()).isEqualTo(1009);
                assertThat(e.reason().explanation())
                    .isEqualTo("a message is over the limit of 100000 bytes");
              });
    }
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1009);
    sender.get();
    assertThat(peer.next()).isEqualTo("close 1009");
  }

  @Test
  void closingAStreamEarlySkipsTheRestWithoutWaitingForIt() throws Exception {
    peer.send(new Frame(false, 2, new byte[100]));
    InputStream in = ws.receiveStream();
    assertThat(in.read()).isZero();
    in.close();
    in.close();
    assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    peer.send(new Frame(false, 0, new byte[1000]), new Frame(true, 0, new byte[10]));
    peer.send(Frame.text("next"));
    assertThat(ws.receive().text()).isEqualTo("next");
  }

  @Test
  void closingAStreamEarlySkipsAlsoWhatHasCome() throws Exception {
    peer.send(
        new Frame(false, 2, new byte[100]),
        new Frame(true, 0, new byte[100]),
        Frame.text("second"),
        Frame.text("third"));
    awaitReceived();
    ws.receiveStream().close();
    assertThat(ws.receive().text()).isEqualTo("second");
    InputStream third = ws.receiveStream();
    assertThat(third.readAllBytes()).isEqualTo("third".getBytes(UTF_8));
  }

  @Test
  void closingAFinishedStreamDoesNotTouchTheNext() throws Exception {
    peer.send(Frame.text("1"), new Frame(false, 1, new byte[] {'2'}));
    InputStream first = ws.receiveStream();
    assertThat(first.readAllBytes()).hasSize(1);
    InputStream second = ws.receiveStream();
    first.close();
    peer.send(new Frame(true, 0, new byte[] {'3'}));
    assertThat(second.readAllBytes()).isEqualTo("23".getBytes(UTF_8));
  }

  @Test
  void whileAStreamIsOpenNothingElseCanBeReceived() throws Exception {
    peer.send(new Frame(false, 2, new byte[10]));
    InputStream in = ws.receiveStream();
    assertThatThrownBy(ws::receive).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ws.receive(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ws::receiveStream).isInstanceOf(IllegalStateException.class);
    in.close();
    assertThat(ws.receive(Duration.ZERO)).isEmpty();
  }

  @Test
  void aReceiverThatWaitedBeforeGetsTheMessageBehindTheStream() throws Exception {
    Soon.Started<byte[]> streaming = Soon.start(() -> ws.receiveStream().readAllBytes());
    streaming.awaitBlocked();
    Soon.Started<Message> waiting = Soon.start(ws::receive);
    waiting.awaitBlocked();
    peer.send(new Frame(false, 2, new byte[10]));
    peer.send(new Frame(true, 0, new byte[10]), Frame.binary(new byte[20]));
    // Which of the two gets which is open; neither gets a part of the other's.
    assertThat(streaming.get()).hasSize(20);
    assertThat(waiting.get().size()).isEqualTo(20);
  }

  @Test
  void severalReceiversOfPartsDoNotMixThem() throws Exception {
    List<Soon.Started<Message>> receivers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      receivers.add(Soon.start(ws::receive));
    }
    for (Soon.Started<Message> receiver : receivers) {
      receiver.awaitBlocked();
    }
    for (int i = 0; i < 5; i++) {
      byte[] part = new byte[50];
      Arrays.fill(part, (byte) i);
      peer.send(new Frame(false, 2, part));
      peer.send(new Frame(false, 0, part));
      peer.send(new Frame(true, 0, part));
    }
    for (Soon.Started<Message> receiver : receivers) {
      byte[] bytes = receiver.get().bytes();
      byte[] expected = new byte[150];
      Arrays.fill(expected, bytes[0]);
      assertThat(bytes).isEqualTo(expected);
    }
  }

  @Test
  void aReceiveThatEndsMidMessageLosesNothing() throws Exception {
    peer.send(new Frame(false, 1, new byte[] {'a'}));
    awaitReceived();
    assertThat(ws.receive(Duration.ofMillis(5))).isEmpty();
    Soon.Started<Object> interrupted = Soon.start(ws::receive);
    interrupted.awaitBlocked();
    interrupted.interrupt();
    assertThatThrownBy(interrupted::get)
        .hasCauseInstanceOf(java.util.concurrent.CancellationException.class);
    peer.send(new Frame(false, 0, new byte[] {'b'}));
    awaitReceived();
    assertThat(ws.receive(Duration.ofMillis(5))).isEmpty();
    peer.send(new Frame(true, 0, new byte[] {'c'}));
    assertThat(ws.receive().text()).isEqualTo("abc");
  }

  @Test
  void aStreamMayTakeOverWhatAReceiveHasBegun() throws Exception {
    peer.send(new Frame(false, 1, new byte[] {'a'}));
    awaitReceived();
    assertThat(ws.receive(Duration.ofMillis(5))).isEmpty();
    peer.send(new Frame(false, 0, new byte[] {'b'}), new Frame(true, 0, new byte[] {'c'}));
    assertThat(ws.receiveStream().readAllBytes()).isEqualTo("abc".getBytes(UTF_8));
  }

  @Test
  void aConnectionThatClosesMidMessageFailsTheReader() throws Exception {
    peer.send(new Frame(false, 2, new byte[10]), Frame.close(1000));
    InputStream in = ws.receiveStream();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    assertThatThrownBy(() -> in.transferTo(read))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(ClosedException.class);
    assertThat(read.size()).isEqualTo(10);
    in.close();
    assertThatThrownBy(ws::receive).isInstanceOf(ClosedException.class);
    assertThatThrownBy(ws::receiveStream).isInstanceOf(ClosedException.class);
  }

  @Test
  void whatIsLeftOutWhileThisEndClosesLeavesNoHole() throws Exception {
    byte[] part = new byte[100_000];
    Soon.Started<Object> sender =
        Soon.start(() -> {
          peer.send(Frame.binary(part).unfinished());
          for (int i = 0; i < 20; i++) {
            peer.send(new Frame(false, 0, part));
          }
          peer.send(new Frame(true, 0, part), Frame.text("another"));
          String close = peer.next();
          peer.send(Frame.close(1000));
          return close;
        });
    loopback.untilPaused(server);
    ws.close(1000, "");
    assertThat(sender.get()).isEqualTo("close 1000");
    Soon.get(ws.closed());
    InputStream in = ws.receiveStream();
    assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    assertThatThrownBy(ws::receive).isInstanceOf(ClosedException.class);
  }

  @Test
  void anInterruptedReaderMayReadOn() throws Exception {
    peer.send(new Frame(false, 2, new byte[] {1}));
    InputStream in = ws.receiveStream();
    assertThat(in.read()).isEqualTo(1);
    Soon.Started<Integer> reader = Soon.start(in::read);
    reader.awaitBlocked();
    reader.interrupt();
    assertThatThrownBy(reader::get).hasCauseInstanceOf(InterruptedIOException.class);
    peer.send(new Frame(true, 0, new byte[] {2}));
    assertThat(in.read()).isEqualTo(2);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void withoutTheOptionThereAreNoStreams() throws Exception {
    open(WebSocketOptions.DEFAULTS);
    assertThatThrownBy(ws::receiveStream)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("withStreaming");
  }

  // A ping behind it tells that all before it has been received.
  private void awaitReceived() throws IOException {
    peer.send(Frame.ping("seen"));
    assertThat(peer.next()).isEqualTo("pong seen");
  }
}
