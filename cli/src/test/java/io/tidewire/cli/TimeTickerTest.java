package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeTickerTest {
  private static final CloseReason GONE =
      new CloseReason(1000, "", CloseReason.By.PEER, "the peer closed");

  private Instant now = Instant.parse("2026-01-01T00:00:00.200Z");
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private final TimeTicker ticker =
      new TimeTicker(
          () -> now,
          (delay, task) -> {
            delays.add(delay);
            tasks.add(task);
          });
  private final Peers.Peer ann = Peers.in("");
  private final Peers.Peer bob = Peers.in("");

  @Test
  void saysTheTimeAtOnceAndOnEveryFullSecond() {
    ticker.onOpen(ann.ws());
    tick();
    tick();

    assertThat(ann.sent())
        .containsExactly(
            "2026-01-01T00:00:00.200Z", "2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z");
    assertThat(delays)
        .containsExactly(Duration.ofMillis(800), Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void oneTimerServesAll() {
    ticker.onOpen(ann.ws());
    ticker.onOpen(bob.ws());
    assertThat(tasks).hasSize(1);

    tick();
    assertThat(ann.sent()).hasSize(2);
    assertThat(bob.sent()).hasSize(2);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void noTimerRunsWhileNobodyListens() {
    assertThat(tasks).isEmpty();
    ticker.onOpen(ann.ws());
    ticker.onClose(ann.ws(), GONE);
    tick();
    assertThat(tasks).isEmpty();

    ticker.onOpen(bob.ws());
    assertThat(tasks).hasSize(1);
  }

  @Test
  void timerThatFiresEarlyDoesNotFireTwice() {
    ticker.onOpen(ann.ws());
    now = now.plusMillis(799);
    tasks.removeFirst().run();
    assertThat(delays.getLast()).isEqualTo(Duration.ofMillis(1001));
  }

  private void tick() {
    now = now.plus(delays.getLast());
    tasks.removeFirst().run();
  }
}
