package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerClockTest {
  private final ServerClock clock = new ServerClock();

  @Test
  void takesTheMiddleOfWhatOneAnswerAllows() {
    clock.answered(100, 1_150, 200);
    assertThat(clock.ahead()).isEqualTo(1_000);
  }

  @Test
  void quickAnswersTellMoreThanSlowOnes() {
    clock.answered(100, 1_150, 200);
    clock.answered(300, 1_310, 320);
    clock.answered(400, 1_600, 900);
    assertThat(clock.ahead()).isEqualTo(1_000);
  }

  @Test
  void noMessageArrivesBeforeItIsSent() {
    clock.answered(0, 1_000, 1_000);
    assertThat(clock.ahead()).isEqualTo(500);
    clock.sent(2_000, 1_100);
    assertThat(clock.ahead()).isEqualTo(950);
    clock.sent(3_000, 2_900);
    assertThat(clock.ahead()).isEqualTo(950);
  }

  @Test
  void theServersClockMayBeBehind() {
    clock.answered(5_000, 1_000, 5_100);
    assertThat(clock.ahead()).isEqualTo(-4_050);
  }
}
