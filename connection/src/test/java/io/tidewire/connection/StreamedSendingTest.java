package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/// Messages larger than memory, sent while they are written.
class StreamedSendingTest extends BlockingStyle {
  StreamedSendingTest() {
    super(WebSocketOptions.DEFAULTS);
  }

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
}
