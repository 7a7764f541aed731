package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  // A message every 10 ns, on three connections in turn, from 1000 on.
  private final Schedule schedule = new Schedule(1000, 10, 3);

  @Test
  void firstIsDueAtOnce() {
    assertThat(schedule.dueBy(1000)).isEqualTo(1);
    assertThat(schedule.at(0)).isEqualTo(1000);
  }

  @Test
  void whatIsDueDependsOnTheClockAlone() {
    assertThat(schedule.dueBy(1009)).isEqualTo(1);
    assertThat(schedule.dueBy(1010)).isEqualTo(2);
    // nothing was asked for in between, as when the process was held up
    assertThat(schedule.dueBy(2000)).isEqualTo(101);
  }

  @Test
  void connectionsTakeTurns() {
    assertThat(schedule.at(0, 0)).isEqualTo(1000);
    assertThat(schedule.at(2, 0)).isEqualTo(1020);
    assertThat(schedule.at(0, 1)).isEqualTo(1030);
    assertThat(schedule.at(1, 4)).isEqualTo(1000 + 10 * (4 * 3 + 1));
  }

  @Test
  void fractionsOfANanosecondAddUp() {
    Schedule fast = new Schedule(0, 0.5, 1);
    assertThat(fast.at(1_000_001)).isEqualTo(500_000);
    assertThat(fast.dueBy(500_000)).isEqualTo(1_000_001);
  }
}
