package io.tidewire.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages larger than memory.
class StreamingTest {
  private static final WebSocketOptions STREAMING = WebSocketOptions.DEFAULTS.withStreaming(true);

  private Loopback loopback;
  private RawPeer peer;
  private Loopback.Accepted server;
  private WebSocket ws;

  @BeforeEach
  void open() throws Exception {
    open(STREAMING);
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

  // ---- sending

  @Test
  void aSmallMessageGoesAsOneFrame() throws Exception {
    try (OutputStream out = ws.sendBinaryStream()) {
      out.write(1);
      out.write(new byte[] {0, 2, 3, 0}, 1, 2);
      out.write(new byte[0]);
    }
    assertThat(peer.next()).isEqualTo("binary 010203");
    try (Writer out = ws.sendTextStream()) {
      out.write("grüße");
      out.append('!').append("😀", 0, 2);
    }
    assertThat(peer.next()).isEqualTo("text grüße!😀");
  }

  @Test
  void anEmptyMessageIsAMessage() throws Exception {
    ws.sendBinaryStream().close();
    ws.sendTextStream().close();
    assertThat(peer.next()).isEqualTo("binary ");
    assertThat(peer.next()).isEqualTo("text ");
  }

  @Test
  void aFlushSendsAFragment() throws Exception {
    OutputStream out = ws.sendBinaryStream();
    out.write(1);
    out.flush();
    assertThat(peer.next()).isEqualTo("binary+ 01");
    out.flush();
    out.write(2);
    out.flush();
    assertThat(peer.next()).isEqualTo("continuation+ \u0002");
    out.close();
    assertThat(peer.next()).isEqualTo("continuation ");
    out.close();
    out.flush();
    assertThatThrownBy(() -> out.write(3)).isInstanceOf(IOException.class);
    ws.send("next");
    assertThat(peer.next()).isEqualTo("text next");
  }

  @Test
  void aMessageLargerThanAnyQueueIsSentWhileItIsWritten() throws Exception {
    byte[] piece = Payload.of(100_000);
    int pieces = 300;
    CRC32 sent = new CRC32();
    Soon.Started<Object> writer =
        Soon.start(() -> {
          try (OutputStream out = ws.sendBinaryStream()) {
            for (int i = 0; i < pieces; i++) {
              out.write(piece);
            }
          }
          return null;
        });
    writer.awaitBlocked();
    assertThat(ws.queuedBytes()).isLessThan(300_000);
    for (int i = 0; i < pieces; i++) {
      sent.update(piece);
    }
    CRC32 received = new CRC32();
    Frame frame = peer.read();
    for (; !frame.fin(); frame = peer.read()) {
      received.update(frame.payload());
    }
    received.update(frame.payload());
    assertThat(received.getValue()).isEqualTo(sent.getValue());
    writer.get();
  }

  @Test
  void otherMessagesWaitForItsEndAndPongsDoNot() throws Exception {
    OutputStream out = ws.sendBinaryStream();
    out.write(1);
    out.flush();
    ws.send("behind");
    CompletableFuture<Void> asked = ws.sendAsync(Message.text("and behind that"));
    assertThat(peer.next()).isEqualTo("binary+ 01");
    peer.send(Frame.ping("now"));
    assertThat(peer.next()).isEqualTo("pong now");
    assertThat(asked).isNotDone();
    out.close();
    assertThat(peer.next()).isEqualTo("continuation ");
    assertThat(peer.next()).isEqualTo("text behind");
    assertThat(peer.next()).isEqualTo("text and behind that");
    Soon.get(asked);
  }

  @Test
  void twoStreamsGoOneAfterTheOther() throws Exception {
    OutputStream first = ws.sendBinaryStream();
    first.write(1);
    first.flush();
    Writer second = ws.sendTextStream();
    second.write("2");
    second.flush();
    second.close();
    first.write(1);
    first.close();
    assertThat(peer.next()).isEqualTo("binary+ 01");
    assertThat(peer.next()).isEqualTo("continuation \u0001");
    assertThat(peer.next()).isEqualTo("text+ 2");
    assertThat(peer.next()).isEqualTo("continuation ");
  }

  @Test
  void anEventLoopMessageQueuesBehindAStreamToo() throws Exception {
    OutputStream out = ws.sendBinaryStream();
    out.write(1);
    out.flush();
    assertThat(peer.next()).isEqualTo("binary+ 01");
    assertThat(loopback.onLoop(() -> ws.send("from the loop"))).isTrue();
    out.close();
    assertThat(peer.next()).isEqualTo("continuation ");
    assertThat(peer.next()).isEqualTo("text from the loop");
  }

  @Test
  void aConnectionThatClosesMidStreamFailsTheWriter() throws Exception {
    OutputStream out = ws.sendBinaryStream();
    out.write(1);
    out.flush();
    peer.send(Frame.close(1000));
    Soon.get(ws.closed());
    out.write(2);
    assertThatThrownBy(out::flush)
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(ClosedException.class);
    out.close();
  }

  @Test
  void aWriterThatWaitsIsToldWhenThePeerIsGone() throws Exception {
    Soon.Started<Object> writer =
        Soon.start(() -> {
          OutputStream out = ws.sendBinaryStream();
          while (true) {
            out.write(new byte[100_000]);
          }
        });
    writer.awaitBlocked();
    peer.vanish();
    assertThatThrownBy(writer::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void anInterruptedWriterEndsTheConnectionForHalfAMessageCannotBeTakenBack() throws Exception {
    Soon.Started<Boolean> writer =
        Soon.start(() -> {
          try (OutputStream out = ws.sendBinaryStream()) {
            assertThatThrownBy(
                    () -> {
                      while (true) {
                        out.write(new byte[100_000]);
                      }
                    })
                .isInstanceOf(InterruptedIOException.class);
            return Thread.currentThread().isInterrupted();
          }
        });
    writer.awaitBlocked();
    writer.interrupt();
    assertThat(writer.get()).isTrue();
    assertThat(Soon.get(ws.closed()).explanation())
        .isEqualTo("a streamed message was given up: its writer was interrupted");
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1011);
  }

  @Test
  void aCloseCutsAStreamThatHasNotEnded() throws Exception {
    OutputStream out = ws.sendBinaryStream();
    out.write(1);
    out.flush();
    assertThat(peer.next()).isEqualTo("binary+ 01");
    CompletableFuture<Void> behind = ws.sendAsync(Message.text("behind"));
    ws.close(4000, "");
    assertThat(peer.next()).isEqualTo("close 4000");
    out.write(2);
    assertThatThrownBy(out::flush).isInstanceOf(IOException.class);
    peer.send(Frame.close(4000));
    assertThatThrownBy(() -> Soon.get(behind)).hasCauseInstanceOf(ClosedException.class);
  }

  @Test
  void aCloseGoesBehindAStreamThatHasEnded() throws Exception {
    CompletableFuture<Void> before = ws.sendAsync(Message.binary(new byte[500_000]));
    try (OutputStream out = ws.sendBinaryStream()) {
      out.write(new byte[50_000]);
    }
    ws.close(1000, "");
    assertThat(before).isNotNull();
    assertThat(peer.read().payload()).hasSize(500_000);
    int size = 0;
    Frame frame = peer.read();
    for (; frame.opcode() != 8; frame = peer.read()) {
      size += frame.payload().length;
    }
    assertThat(size).isEqualTo(50_000);
    assertThat(frame).hasToString("close 1000");
  }

  @Test
  void anUnpairedSurrogateFailsItsWriterAndNothingPassesForTheWhole() throws Exception {
    String unpaired = "x".repeat(40_000) + (char) 0xD800 + "y";
    try (Writer out = ws.sendTextStream()) {
      assertThatThrownBy(
              () -> {
                out.write(unpaired);
                out.flush();
              })
          .isInstanceOf(CharacterCodingException.class);
    }
    assertThat(Soon.get(ws.closed()).explanation())
        .isEqualTo("a streamed message was given up: it has an unpaired surrogate");
    Frame frame = peer.read();
    while (frame.opcode() != 8) {
      assertThat(frame.fin()).isFalse();
      frame = peer.read();
    }
    assertThat(frame).hasToString("close 1011");
  }

  @Test
  void halfAPairAtTheEndIsUnpairedToo() throws Exception {
    Writer out = ws.sendTextStream();
    out.write("half: " + (char) 0xD83D);
    assertThatThrownBy(out::close).isInstanceOf(CharacterCodingException.class);
    out.close();
    ws.send("nothing had gone out");
    assertThat(peer.next()).isEqualTo("text nothing had gone out");
  }

  @Test
  void aPairMayBeWrittenInHalves() throws Exception {
    try (Writer out = ws.sendTextStream()) {
      out.write(0xD83D);
      out.flush();
      out.write("");
      out.write(0xDE00);
    }
    assertThat(peer.next()).isEqualTo("text 😀");
  }

  @Test
  void anEventLoopMustNotWriteToAStream() throws Exception {
    OutputStream out = ws.sendBinaryStream();
    out.write(1);
    assertThatThrownBy(() ->
            loopback.onLoop(() -> {
              out.close();
              return null;
            }))
        .hasCauseInstanceOf(IllegalStateException.class);
    out.close();
    assertThat(peer.next()).isEqualTo("binary 01");
  }

  // ---- receiving

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
    Soon.until(() -> partsWait(4));
    ws.receiveStream().close();
    assertThat(ws.receive().text()).isEqualTo("second");
    InputStream third = ws.receiveStream();
    assertThat(third.readAllBytes()).isEqualTo("third".getBytes(UTF_8));
  }

  // A ping behind them tells that they have been received.
  private boolean partsWait(int ignored) {
    try {
      peer.send(Frame.ping("seen"));
      return peer.next().equals("pong seen");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
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
    Soon.until(() -> partsWait(1));
    assertThat(ws.receive(Duration.ofMillis(5))).isEmpty();
    Soon.Started<Object> interrupted = Soon.start(ws::receive);
    interrupted.awaitBlocked();
    interrupted.interrupt();
    assertThatThrownBy(interrupted::get)
        .hasCauseInstanceOf(java.util.concurrent.CancellationException.class);
    peer.send(new Frame(false, 0, new byte[] {'b'}));
    Soon.until(() -> partsWait(1));
    assertThat(ws.receive(Duration.ofMillis(5))).isEmpty();
    peer.send(new Frame(true, 0, new byte[] {'c'}));
    assertThat(ws.receive().text()).isEqualTo("abc");
  }

  @Test
  void aStreamMayTakeOverWhatAReceiveHasBegun() throws Exception {
    peer.send(new Frame(false, 1, new byte[] {'a'}));
    Soon.until(() -> partsWait(1));
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
}
