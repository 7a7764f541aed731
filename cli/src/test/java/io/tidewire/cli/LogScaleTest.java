package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogScaleTest {
  @Test
  void goesFromBelowTheLeastToTheLargest() {
    LogScale scale = LogScale.over(66, 700, 1000);
    assertThat(scale.part(1000)).isEqualTo(1, within(1e-9));
    assertThat(scale.part(100)).isEqualTo(0.5, within(1e-9));
    assertThat(scale.part(66)).isBetween(0.4, 0.5);
    assertThat(scale.lines()).containsExactly(new double[] {10, 100, 1000}, within(1e-6));
  }

  @Test
  void theLeastCanBeSeen() {
    assertThat(LogScale.over(10, 20).part(10)).isGreaterThan(0.5);
    assertThat(LogScale.over(11, 20).part(11)).isGreaterThan(0.5);
    assertThat(LogScale.over(5, 5).part(5)).isEqualTo(1, within(1e-9));
  }

  @Test
  void whatIsZeroLiesAtItsBegin() {
    LogScale scale = LogScale.over(0, 0.02, 1);
    assertThat(scale.part(0)).isZero();
    assertThat(scale.part(0.02)).isPositive();
    assertThat(LogScale.over(0, 0).part(0)).isZero();
    assertThat(LogScale.over().lines()).isNotEmpty();
  }
}
