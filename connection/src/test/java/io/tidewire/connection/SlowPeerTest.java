package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.SlowPeer;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which peers the application is told are slow, and what becomes of them.
class SlowPeerTest {
  private static final Duration TICK = Duration.ofMillis(Loop.TICK_MILLIS);

  private final List<SlowPeer> told = new ArrayList<>();
  private final WebSocketOptions options =
      WebSocketOptions.DEFAULTS
          .withQueueLimit(10_000)
          .withWaterMarks(1000, 3000)
          .withSlowHook(Duration.ofSeconds(5), (ws, slow) -> told.add(slow));
  private final End end = new End(Role.SERVER, options, new Recorder()).opened();

  private List<SlowPeer.Kind> kinds() {
    return told.stream().map(SlowPeer::kind).toList();
  }

  private void stalledWith(int messages) {
    end.stalls();
    end.ws.send("in flight");
    end.channel.runPendingTasks();
    for (int i = 0; i < messages; i++) {
      end.ws.send(new byte[100]);
    }
    end.channel.runPendingTasks();
  }

  @Test
  void aQueueOverTheHighWaterMarkAndItsRecovery() {
    stalledWith(40);
    end.after(TICK);
    assertThat(kinds()).containsExactly(SlowPeer.Kind.HIGH_WATER);
    assertThat(told.getFirst().queuedBytes()).isBetween(4000L, 4100L);
    end.after(TICK);
    end.flows().after(TICK.multipliedBy(2));
    assertThat(kinds()).containsExactly(SlowPeer.Kind.HIGH_WATER, SlowPeer.Kind.RECOVERED);
    assertThat(told.getLast().queuedBytes()).isZero();
    end.peerEnds();
    assertThat(told).hasSize(2);
  }

  @Test
  void aMessageThatHasWaitedLong() {
    stalledWith(1);
    end.after(Duration.ofMillis(4800));
    assertThat(told).isEmpty();
    end.after(Duration.ofMillis(400));
    assertThat(kinds()).containsExactly(SlowPeer.Kind.OLD_QUEUE);
    assertThat(told.getFirst().age()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    end.flows().peerEnds();
  }

  @Test
  void aQueueThatIsNeverEmptyButMovesIsNotSlow() {
    stalledWith(10);
    for (int i = 0; i < 200; i++) {
      // A message goes, and another comes: something waits at every look.
      end.takes(102).after(TICK);
      end.ws.send(new byte[100]);
      end.channel.runPendingTasks();
    }
    assertThat(end.ws.queuedBytes()).isPositive();
    assertThat(told).isEmpty();
    end.flows().peerEnds();
  }

  @Test
  void whyASlowOneWasClosed() {
    stalledWith(1);
    end.after(Duration.ofSeconds(31)).then("closed 1006 (LOCAL)");
    assertThat(kinds()).containsExactly(SlowPeer.Kind.OLD_QUEUE, SlowPeer.Kind.CLOSED);
    assertThat(told.getLast().explanation())
        .isEqualTo("the peer took no byte in 30 s, although some waited");
  }

  @Test
  void anOverflowBetweenTwoLooksIsToldToo() {
    stalledWith(100);
    end.then("closed 1008 (LOCAL)");
    assertThat(kinds()).containsExactly(SlowPeer.Kind.CLOSED);
    assertThat(told.getLast().explanation()).startsWith("the peer was too slow: ");
    end.flows().peerEnds();
  }

  @Test
  void aFastOneThatClosesIsNotTold() {
    end.ws.send("hi");
    end.after(Duration.ofSeconds(20)).receives(Frame.close(1000)).then("closed 1000 (PEER)");
    assertThat(told).isEmpty();
    end.peerEnds();
  }

  @Test
  void aHookThatThrowsHarmsNothing() {
    List<Throwable> failures = new ArrayList<>();
    WebSocketOptions throwing =
        options
            .withErrorHook((ws, failure) -> failures.add(failure))
            .withSlowHook(
                Duration.ofSeconds(1),
                (ws, slow) -> {
                  throw new IllegalStateException(slow.explanation());
                });
    End other = End.server(throwing).opened().stalls();
    other.ws.send("hi");
    other.after(Duration.ofMillis(1200)).then();
    assertThat(failures).hasSize(1);
    other.flows().thenSent("text hi").peerEnds();
  }
}
