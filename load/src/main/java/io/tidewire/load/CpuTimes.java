package io.tidewire.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What threads have used of the CPU so far, and how long they have waited for it while others had
/// it. The waiting is Linux's to know; elsewhere it is 0.
///
/// @param nanos CPU time
/// @param waitingNanos ready to run, and not running
record CpuTimes(long nanos, long waitingNanos) {
  private static final CpuTimes NOTHING = new CpuTimes(0, 0);

  /// The calling thread's.
  static CpuTimes ofThisThread() {
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return new CpuTimes(nanos, read(Path.of("/proc/thread-self/schedstat")).waitingNanos);
  }

  /// Those of the threads that a process now has, together.
  static CpuTimes ofThreads(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
      return threads
          .map(thread -> read(thread.resolve("schedstat")))
          .reduce(NOTHING, CpuTimes::plus);
    } catch (IOException e) {
      return NOTHING; // not Linux, or the process has ended
    }
  }

  private static CpuTimes read(Path schedstat) {
    try {
      String[] fields = Files.readString(schedstat).trim().split(" ", 3);
      return new CpuTimes(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
    } catch (IOException e) {
      return NOTHING; // not Linux, or the thread has ended
    }
  }

  private CpuTimes plus(CpuTimes other) {
    return new CpuTimes(nanos + other.nanos, waitingNanos + other.waitingNanos);
  }

  CpuTimes minus(CpuTimes before) {
    return new CpuTimes(nanos - before.nanos, Math.max(0, waitingNanos - before.waitingNanos));
  }
}
