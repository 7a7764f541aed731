package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final Duration LIMIT = Duration.ofNanos(100);

  private long now = -50;
  private final Silence silence = new Silence(() -> now);

  @Test
  void lastsUntilSomethingHappens() {
    now += 60;
    assertThat(silence.left(LIMIT)).isEqualTo(Duration.ofNanos(40));
    silence.startsAnew();
    assertThat(silence.left(LIMIT)).isEqualTo(LIMIT);
    now += 100;
    assertThat(silence.left(LIMIT)).isEqualTo(Duration.ZERO);
  }

  @Test
  void doesNotBeginWhileMessageIsBeingWritten() {
    silence.broken();
    now += 1000;
    assertThat(silence.left(LIMIT)).isEqualTo(LIMIT);
    silence.begins();
    now += 30;
    assertThat(silence.left(LIMIT)).isEqualTo(Duration.ofNanos(70));
  }
}
