package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Limits;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// Each bound that a peer goes over is told apart from the others, and from ends of other kinds.
class BoundTest {
  // The first frame of a message, with one byte.
  private static final byte[] BEGINS = {1, (byte) 0x81, 0, 0, 0, 0, 'a'};

  private static void assertEnded(End end, int code, Bound bound) {
    end.channel.runPendingTasks();
    assertThat(end.recorder.reason().code()).isEqualTo(code);
    assertThat(Connections.overstepped(end.ws)).contains(bound);
    end.peerEnds();
  }

  private static void assertNoBound(End end) {
    end.peerEnds();
    assertThat(Connections.overstepped(end.ws)).isEmpty();
  }

  @Test
  void tooManyPings() {
    End end = End.server(WebSocketOptions.DEFAULTS.withControlFrames(1));
    end.receives(Collections.nCopies(11, Frame.ping("")).toArray(Frame[]::new));
    assertEnded(end, 1008, Bound.CONTROL_FRAMES);
  }

  @Test
  void aMessageThatIsTooLarge() {
    End end = End.server(WebSocketOptions.DEFAULTS.withLimits(new Limits(100, 100, 2)));
    end.receives(Frame.binary(new byte[101]));
    assertEnded(end, 1009, Bound.SIZE);
  }

  @Test
  void tooManyFragments() {
    End end = End.server(WebSocketOptions.DEFAULTS.withLimits(new Limits(100, 100, 2)));
    byte[] goesOn = BEGINS.clone();
    goesOn[0] = 0;
    end.receives(BEGINS).receives(goesOn).receives(goesOn);
    assertEnded(end, 1009, Bound.SIZE);
  }

  @Test
  void noMemoryForUnfinishedMessages() {
    long all = Runtime.getRuntime().maxMemory() / 4;
    assertThat(MemoryBudget.PROCESS.take(all)).isTrue();
    try {
      assertEnded(End.server().receives(BEGINS), 1013, Bound.MEMORY);
    } finally {
      MemoryBudget.PROCESS.give(all);
    }
  }

  @Test
  void aQueueThatOverflows() {
    End end = End.server(WebSocketOptions.DEFAULTS.withQueueLimit(100)).stalls();
    for (int i = 0; i < 5; i++) {
      end.ws.sendAsync(Message.text("much"));
    }
    assertEnded(end, 1008, Bound.QUEUE);
  }

  @Test
  void aPeerThatTakesNothing() {
    End end = End.server().stalls();
    end.ws.send("hi");
    assertEnded(end.after(Duration.ofSeconds(31)), 1006, Bound.WRITE_TIMEOUT);
  }

  @Test
  void aPeerThatSaysNothing() {
    assertEnded(End.server().after(Duration.ofSeconds(61)), 1006, Bound.SILENCE);
  }

  @Test
  void aCloseFrameWithoutAnAnswer() {
    End end = End.server();
    end.ws.close(1000, "");
    assertEnded(end.after(Duration.ofSeconds(6)), 1006, Bound.CLOSE_TIMEOUT);
  }

  // ---- none of them

  @Test
  void whatTheApplicationAsksForIsNone() {
    for (int code : new int[] {1008, 1009, 1013}) {
      End closed = End.server();
      closed.ws.close(code, "for reasons of its own");
      assertNoBound(closed.receives(Frame.close(code)));
    }
    End aborted = End.server();
    aborted.ws.abort();
    assertNoBound(aborted);
  }

  @Test
  void whatThePeerSaysIsNone() {
    for (int code : new int[] {1008, 1009, 1013}) {
      assertNoBound(End.server().receives(Frame.close(code)));
    }
    assertNoBound(End.server());
  }

  @Test
  void onlyTheCloseCounts() {
    End end = End.server().receives(Frame.close(1000));
    // The peer does not end TCP either.
    assertNoBound(end.after(Duration.ofSeconds(61)));
  }
}
