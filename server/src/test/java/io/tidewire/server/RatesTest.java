package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final AtomicLong clock = new AtomicLong(-5_000_000_000L);
  private final Rates rates = new Rates(1 << 10, 10, clock::get, new Random(1));

  private int taken(long who, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += rates.take(who) ? 1 : 0;
    }
    return taken;
  }

  @Test
  void asManyAtOnceAsInASecondAndThenAsManyInEachSecond() {
    assertThat(taken(7, 100)).isEqualTo(10);
    clock.addAndGet(500_000_000);
    assertThat(taken(7, 100)).isEqualTo(5);
    clock.addAndGet(100_000_000);
    assertThat(taken(7, 100)).isEqualTo(1);
    clock.addAndGet(60_000_000_000L);
    assertThat(taken(7, 100)).isEqualTo(10);
  }

  @Test
  void oneIsNotHeldBackByAnother() {
    taken(7, 100);

    assertThat(taken(8, 1)).isEqualTo(1);
  }

  @Test
  void neighboursAndSmallNumbersSpreadOverAllSlots() {
    int free = 0;
    for (int who = 0; who < 256; who++) {
      free += taken(who, 10) == 10 ? 1 : 0;
    }
    // Of 256 in 1,024 slots about 227 have one of their own or come first.
    assertThat(free).isBetween(200, 256);
  }

  @Test
  void withoutALimitAllMay() {
    Rates all = new Rates(1, Integer.MAX_VALUE, clock::get, new Random(1));
    for (int i = 0; i < 10_000; i++) {
      assertThat(all.take(i)).isTrue();
    }
  }
}
