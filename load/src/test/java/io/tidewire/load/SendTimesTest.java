package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendTimesTest {
  private final Tally tally = new Tally();

  SendTimesTest() {
    tally.start();
  }

  @Test
  void eachMessageIsTimedFromWhenItWasSent() {
    SendTimes times = new SendTimes(3);
    times.sent(0, 2, 100);
    times.sent(2, 1, 150);
    times.answered(0, 3, 200, tally);
    assertThat(tally.counted().messages()).isEqualTo(3);
    assertThat(tally.counted().latencies().getCountAtValue(100)).isEqualTo(2);
    assertThat(tally.counted().latencies().getCountAtValue(50)).isEqualTo(1);
  }

  @Test
  void remembersAsManyAsMayBeOnTheirWay() {
    SendTimes times = new SendTimes(5);
    for (int i = 0; i < 100; i++) {
      times.sent(i, 1, i);
      if (i >= 4) {
        times.answered(i - 4, 1, i + 100, tally);
      }
    }
    assertThat(tally.counted().latencies().getCountAtValue(104)).isEqualTo(96);
  }

  @Test
  void aClockThatSeemsToGoBackCountsAsNoTime() {
    SendTimes times = new SendTimes(1);
    times.sent(0, 1, 100);
    times.answered(0, 1, 90, tally);
    assertThat(tally.counted().latencies().getMaxValue()).isZero();
  }

  @Test
  void startForgetsWhatCameBefore() {
    tally.record(5, 3);
    tally.came(10);
    tally.start();
    assertThat(tally.counted().messages()).isZero();
    assertThat(tally.counted().bytes()).isZero();
    assertThat(tally.counted().latencies().getTotalCount()).isZero();
  }
}
