package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a peer must do in time, on a clock of the test's own.
class DeadlinesTest {
  private static final Duration TICK = Duration.ofMillis(Loop.TICK_MILLIS);

  // ---- life

  @ParameterizedTest
  @EnumSource(Role.class)
  void aSilentPeerIsPingedAndThenCut(Role role) {
    End end = End.of(role).opened();
    end.after(seconds(24.8)).thenSent();
    end.after(seconds(0.4)).thenSent("ping ");
    end.after(seconds(24.6)).thenSent();
    end.after(seconds(0.4)).thenSent("ping ");
    end.after(seconds(9.6)).thenSent();
    end.after(seconds(0.4)).then("closed 1006 (LOCAL)");
    assertThat(end.recorder.reason().explanation()).isEqualTo("nothing came from the peer in 60 s");
    assertThat(end.channel.isOpen()).isFalse();
  }

  @Test
  void aPeerThatAnswersPingsLives() {
    End end = End.server().opened();
    for (int i = 0; i < 10; i++) {
      end.after(seconds(25.2)).thenSent("ping ");
      end.receives(Frame.pong(new byte[0]));
    }
    end.then();
    end.peerEnds().recorder.take();
  }

  @Test
  void thereIsNoPingWhileTheFlowGoesOn() {
    End end = End.server().opened();
    for (int i = 0; i < 10; i++) {
      end.after(seconds(20)).receives(Frame.text("hi"));
    }
    end.thenSent();
    end.peerEnds();
  }

  @Test
  void halfAFrameIsLifeToo() {
    End end = End.server().opened();
    byte[] frame = Frame.text("a long message").bytes(true);
    for (byte b : frame) {
      end.after(seconds(20)).receives(new byte[] {b});
    }
    end.then("text a long message").thenSent();
    end.peerEnds();
  }

  /// TLS says that something came, and keeps it until it has the rest.
  @Test
  void halfATlsRecordIsLifeToo() {
    End end = End.server().opened();
    for (int i = 0; i < 10; i++) {
      end.after(seconds(20)).channel.pipeline().fireChannelReadComplete();
    }
    end.thenSent();
    end.peerEnds();
  }

  @Test
  void theHeartbeatCanBeTurnedOff() {
    End end =
        End.server(WebSocketOptions.DEFAULTS.withHeartbeat(Duration.ZERO, Duration.ZERO)).opened();
    end.after(seconds(200)).then().thenSent();
    end.peerEnds();
  }

  @Test
  void pingsAloneCanBeTurnedOff() {
    End end =
        End.server(WebSocketOptions.DEFAULTS.withHeartbeat(Duration.ZERO, seconds(60))).opened();
    end.after(seconds(59.8)).then().thenSent();
    end.after(seconds(0.4)).then("closed 1006 (LOCAL)");
  }

  @Test
  void aPeerIsNotCutForTheTimeInWhichThisEndDidNotListen() {
    End end = End.server().opened();
    end.stands(seconds(600)).then().thenSent();
    end.receives(Frame.text("here all the time")).then("text here all the time");
    end.peerEnds();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aBusyPeerThatOnlyTakesIsNotTakenForDead(Role role) {
    End end = End.of(role).opened().stalls();
    end.ws.send(new byte[10_000]);
    end.channel.runPendingTasks();
    for (int i = 0; i < 10; i++) {
      end.after(seconds(20)).takes(500);
    }
    // Not even a ping, whose pong would wait behind all that.
    end.then();
    assertThat(end.channel.isOpen()).isTrue();
    // It takes the rest, and then nothing comes from it any more.
    end.flows();
    assertThat(end.sent()).hasSize(1);
    end.after(seconds(59.8)).then();
    end.after(seconds(0.4)).then("closed 1006 (LOCAL)");
  }

  // ---- closing

  @ParameterizedTest
  @EnumSource(Role.class)
  void aPeerThatDoesNotAnswerACloseFrameIsCut(Role role) {
    End end = End.of(role).opened();
    end.ws.close(1000, "");
    end.thenSent("close 1000").after(seconds(4.8)).then();
    end.after(seconds(0.4)).then("closed 1006 (LOCAL)");
    assertThat(end.recorder.reason().explanation())
        .isEqualTo("the peer did not answer the close frame in 5 s");
    assertThat(end.channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aPeerThatDoesNotEndTcpBehindTheClosingHandshakeIsCut(Role role) {
    End end = End.of(role).opened();
    end.receives(Frame.close(1001)).then("closed 1001 (PEER)").thenSent("close 1001");
    assertThat(end.channel.isOutputShutdown()).isEqualTo(role == Role.SERVER);
    end.after(seconds(4.8));
    assertThat(end.channel.isOpen()).isTrue();
    end.after(seconds(0.4)).then();
    assertThat(end.channel.isOpen()).isFalse();
  }

  @Test
  void theTimeForAnAnswerStartsWhenTheSocketHasTheCloseFrame() {
    End end = End.server().opened().stalls();
    end.ws.send(new byte[1000]);
    end.ws.close(1000, "");
    end.after(seconds(20)).takes(500);
    end.after(seconds(20)).flows();
    end.thenSent("binary " + Frame.describe(false, new byte[1000]), "close 1000");
    end.after(seconds(4.8)).receives(Frame.close(1000)).then("closed 1000 (LOCAL)");
    end.peerEnds();
  }

  @Test
  void aPeerThatTalksOnInsteadOfAnsweringIsCutToo() {
    End end = End.server().opened();
    end.ws.close(1000, "");
    end.thenSent("close 1000");
    for (int i = 0; i < 4; i++) {
      end.after(seconds(1)).receives(Frame.text("and")).then("text and");
    }
    end.after(seconds(1.2)).then("closed 1006 (LOCAL)");
  }

  @Test
  void aCloseTimeoutOfOnesOwnHolds() {
    End end = End.server(WebSocketOptions.DEFAULTS.withCloseTimeout(Duration.ofMillis(300)));
    end.opened().ws.close(1000, "");
    end.after(Duration.ofMillis(200)).then();
    end.after(TICK.plus(TICK)).then("closed 1006 (LOCAL)");
    assertThat(end.recorder.reason().explanation()).endsWith("in 300 ms");
  }

  // ---- writing

  @ParameterizedTest
  @EnumSource(Role.class)
  void aPeerThatTakesNothingIsCut(Role role) {
    End end = End.of(role).opened().stalls();
    end.ws.send("hi");
    end.after(seconds(29.6)).then();
    end.after(seconds(0.8)).then("closed 1006 (LOCAL)");
    assertThat(end.recorder.reason().explanation())
        .isEqualTo("the peer took no byte in 30 s, although some waited");
    assertThat(end.channel.isOpen()).isFalse();
  }

  @Test
  void aPeerThatTakesAByteNowAndThenIsNot() {
    End end = End.server().opened().stalls();
    end.ws.send("a message");
    for (int i = 0; i < 8; i++) {
      end.after(seconds(20)).takes(1).receives(Frame.pong(new byte[0]));
    }
    end.flows().then().thenSent("text a message");
    end.peerEnds();
  }

  @Test
  void aStalledSocketWithNothingToWriteIsFine() {
    End end = End.server().opened().stalls();
    for (int i = 0; i < 5; i++) {
      end.after(seconds(20)).receives(Frame.text("hi")).then("text hi");
    }
    end.flows().peerEnds();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
