package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CpuClockTest {
  // How finely the JDK's own clock goes on Linux.
  private static final long TICK = 10_000_000;

  @Test
  void isTheProcessesClock() {
    long before = jdk();
    long exact = CpuClock.nanos();
    long after = jdk();
    assertThat(exact).isBetween(before - TICK, after + 2 * TICK);
  }

  @Test
  void movesOnWithAnyWork() {
    long start = CpuClock.nanos();
    while (CpuClock.nanos() == start) {
      Thread.onSpinWait();
    }
    assertThat(CpuClock.nanos()).isGreaterThan(start);
  }

  private static long jdk() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
