package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final ReconnectOptions OPTIONS = ReconnectOptions.DEFAULTS;
  // The one that always draws the least, and so the bound less one the most.
  private static final RandomGenerator LEAST = () -> 0;

  private static Duration longest(int inRow) {
    SplittableRandom random = new SplittableRandom(1);
    Backoff backoff = new Backoff(OPTIONS, random);
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 2000; i++) {
      Duration delay = backoff.before(inRow, Duration.ZERO);
      longest = delay.compareTo(longest) > 0 ? delay : longest;
    }
    return longest;
  }

  @Test
  void theBoundDoublesUpToTheLongest() {
    assertThat(longest(1)).isBetween(Duration.ofMillis(980), Duration.ofSeconds(1));
    assertThat(longest(2)).isBetween(Duration.ofMillis(1960), Duration.ofSeconds(2));
    assertThat(longest(5)).isBetween(Duration.ofMillis(15_680), Duration.ofSeconds(16));
    for (int inRow : new int[] {6, 7, 63, 64, 1000, Integer.MAX_VALUE}) {
      assertThat(longest(inRow)).isBetween(Duration.ofMillis(29_400), Duration.ofSeconds(30));
    }
  }

  @Test
  void aDelayIsAnyUpToTheBoundSoThatManyComeBackEvenly() {
    Backoff backoff = new Backoff(OPTIONS, new SplittableRandom(2));
    int[] tenths = new int[10];
    for (int i = 0; i < 10_000; i++) {
      tenths[(int) (backoff.before(4, Duration.ZERO).toMillis() * 10 / 8001)]++;
    }
    for (int tenth : tenths) {
      assertThat(tenth).isBetween(850, 1150);
    }
  }

  @Test
  void whatTheServerSaysIsWaitedForAtLeastUpToItsBound() {
    Backoff backoff = new Backoff(OPTIONS, LEAST);
    assertThat(backoff.before(1, Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(backoff.before(1, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    assertThat(backoff.before(1, Duration.ofDays(9))).isEqualTo(OPTIONS.maxHint());
  }
}
