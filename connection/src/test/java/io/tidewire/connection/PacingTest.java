package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Reading pauses while too much waits to be written.
class PacingTest {
  private static final WebSocketOptions SMALL =
      WebSocketOptions.DEFAULTS.withQueueLimit(10_000).withWaterMarks(1000, 3000);
  private static final Frame HUNDRED = Frame.binary(new byte[100]);
  private static final String HUNDRED_SENT = "binary " + Frame.describe(false, new byte[100]);

  private static End echo(Role role, WebSocketOptions options) {
    Recorder recorder = new Recorder().onEachMessage((ws, message) -> ws.send(message));
    return new End(role, options, recorder).opened();
  }

  // The first message waits in the socket's hands, so that those that follow have to queue.
  private static End stalledEcho(Role role, WebSocketOptions options) {
    End end = echo(role, options).stalls().receives(Frame.text("first")).then("text first");
    assertThat(end.isReading()).isTrue();
    return end;
  }

  @Test
  void anEchoToAPeerThatDoesNotReadIsPacedAndNotCut() {
    End end = stalledEcho(Role.SERVER, SMALL);
    int reads = 0;
    while (end.isReading() && reads < 1000) {
      end.receives(HUNDRED);
      reads++;
    }
    assertThat(reads).isBetween(15, 35);
    assertThat(end.ws.queuedBytes()).isLessThan(4000);
    end.flows();
    assertThat(end.isReading()).isTrue();
    assertThat(end.sent()).hasSize(reads + 1).endsWith(HUNDRED_SENT, HUNDRED_SENT);
    assertThat(end.recorder.take()).hasSize(reads);
    end.peerEnds();
  }

  @Test
  void aReadThatBringsTooMuchIsKeptAndLookedAtLater() {
    End end = stalledEcho(Role.SERVER, SMALL);
    end.receives(Collections.nCopies(500, HUNDRED).toArray(Frame[]::new));
    assertThat(end.isReading()).isFalse();
    assertThat(end.recorder.take()).hasSizeLessThan(40);
    // Some transports give another read after that.
    end.receives(HUNDRED, HUNDRED);
    assertThat(end.recorder.take()).isEmpty();
    int sent = end.takes(7).sent().size();
    for (int i = 0; i < 1000 && sent < 503; i++) {
      sent += end.takes(102 * 10).sent().size();
      assertThat(end.ws.queuedBytes()).as("a batch and the queue").isLessThan(70_000);
    }
    assertThat(sent).isEqualTo(503);
    assertThat(end.flows().isReading()).isTrue();
    end.peerEnds();
  }

  @Test
  void readingStaysPausedUntilTheLowWaterMark() {
    End end = stalledEcho(Role.SERVER, SMALL);
    end.receives(Collections.nCopies(28, HUNDRED).toArray(Frame[]::new));
    assertThat(end.isReading()).isFalse();
    end.takes(7 + 102 * 10);
    assertThat(end.isReading()).isFalse();
    end.flows();
    assertThat(end.isReading()).isTrue();
    end.peerEnds();
  }

  @Test
  void betweenTheTwoMarksReadingStaysAsItIs() {
    End end = stalledEcho(Role.SERVER, WebSocketOptions.DEFAULTS);
    Frame kilobyte = Frame.binary(new byte[1000]);
    for (int reads = 0; end.isReading() && reads < 1000; reads++) {
      end.receives(kilobyte);
    }
    // Of 256 KiB more than a batch, at whose end there is a look, and less than would leave 64.
    end.takes(7 + 100_000);
    assertThat(end.ws.queuedBytes()).isBetween(100_000L, 200_000L);
    assertThat(end.isReading()).isFalse();
    end.flows();
    assertThat(end.isReading()).isTrue();
    end.peerEnds();
  }

  @Test
  void aQueueLimitBelowTheHighWaterMarkStillPacesAnEcho() {
    WebSocketOptions options = WebSocketOptions.DEFAULTS.withQueueLimit(2000);
    End end = stalledEcho(Role.SERVER, options);
    end.receives(Collections.nCopies(100, HUNDRED).toArray(Frame[]::new));
    assertThat(end.isReading()).isFalse();
    assertThat(end.ws.isOpen()).isTrue();
    end.flows();
    assertThat(end.sent()).hasSize(101);
    end.peerEnds();
  }

  @Test
  void aClientsReadingIsNotPacedSoThatTwoEndsNeverWaitForEachOther() {
    End end = stalledEcho(Role.CLIENT, SMALL.withQueueLimit(1 << 20));
    end.receives(Collections.nCopies(500, HUNDRED).toArray(Frame[]::new));
    assertThat(end.isReading()).isTrue();
    assertThat(end.recorder.take()).hasSize(500);
    end.flows();
    assertThat(end.sent()).hasSize(501);
    end.peerEnds();
  }

  @Test
  void aCloseFrameBehindBytesThatWereNotLookedAtIsSeenWhenTcpEnds() {
    End end = stalledEcho(Role.SERVER, SMALL);
    end.receives(Collections.nCopies(100, HUNDRED).toArray(Frame[]::new));
    end.receives(Frame.close(4000));
    int before = end.recorder.take().size();
    assertThat(before).isLessThan(40);
    end.peerEnds();
    assertThat(end.recorder.take()).hasSize(100 - before + 1).endsWith("closed 4000 (PEER)");
  }

  @Test
  void aPausedConnectionThatIsAbortedForgetsWhatItDidNotLookAt() {
    End end = stalledEcho(Role.SERVER, SMALL);
    end.receives(Collections.nCopies(100, HUNDRED).toArray(Frame[]::new));
    end.recorder.take();
    end.ws.abort();
    end.channel.runPendingTasks();
    end.then("closed 1006 (LOCAL)");
  }

  @Test
  void anAbortAmongBytesThatAreLookedAtLaterEndsThereAndThen() {
    End end = stalledEcho(Role.SERVER, SMALL);
    end.recorder.on("text stop", (ws, message) -> ws.abort());
    end.receives(Collections.nCopies(100, HUNDRED).toArray(Frame[]::new));
    end.receives(Frame.text("stop"), HUNDRED);
    end.recorder.take();
    end.flows();
    assertThat(end.recorder.take(event -> !event.startsWith("binary")))
        .containsExactly("text stop", "closed 1006 (LOCAL)");
  }

  @Test
  void onceThisEndHasAskedToCloseItsOwnQueueDoesNotKeepItFromReading() {
    End end = stalledEcho(Role.SERVER, SMALL);
    end.receives(Collections.nCopies(100, HUNDRED).toArray(Frame[]::new));
    assertThat(end.isReading()).isFalse();
    end.ws.close(1000, "");
    end.channel.runPendingTasks();
    assertThat(end.isReading()).isTrue();
    end.receives(Frame.close(4000));
    assertThat(end.recorder.take()).hasSize(101).endsWith("closed 4000 (PEER)");
    end.peerEnds();
  }

  @Test
  void aPausedPeerIsNotTakenForDead() {
    WebSocketOptions patient = SMALL.withWriteTimeout(Duration.ofDays(1));
    End end = stalledEcho(Role.SERVER, patient);
    end.receives(Collections.nCopies(100, HUNDRED).toArray(Frame[]::new));
    end.recorder.take();
    end.after(Duration.ofMinutes(10)).then().flows();
    end.after(Duration.ofSeconds(20));
    assertThat(end.recorder.take(event -> event.startsWith("closed"))).isEmpty();
    assertThat(end.sent()).doesNotContain("ping ");
    end.peerEnds();
  }

  @Test
  void messagesThatNobodyAskedForDoNotPauseReadingByThemselves() {
    End end = End.server(SMALL).opened().stalls();
    for (int i = 0; i < 20; i++) {
      end.ws.sendAsync(Message.binary(new byte[100]));
    }
    end.receives(Collections.nCopies(500, HUNDRED).toArray(Frame[]::new));
    assertThat(end.recorder.take()).hasSize(500);
    end.flows().peerEnds();
  }

  @Test
  void aReaderThatTakesNothingStopsTheSocketAtTheHighWaterMark() {
    MemoryChannel channel = new MemoryChannel();
    WebSocket ws = Connections.open(channel, Settled.as(Role.SERVER, WebSocketOptions.DEFAULTS));
    byte[] frame = Frame.binary(new byte[16 << 10]).bytes(true);
    int frames = 0;
    while (channel.config().isAutoRead() && frames < 1000) {
      channel.writeInbound(Unpooled.directBuffer().writeBytes(frame));
      channel.runPendingTasks();
      frames++;
    }
    // 256 KiB, each message counting 64 bytes more, and the one that goes over it.
    assertThat(frames).isEqualTo(16);
    channel.advanceTimeBy(10, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks();
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(ws.isOpen()).isTrue();
    channel.close();
  }
}
