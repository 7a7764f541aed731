package io.tidewire.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// What one event loop counts, on its own thread alone.
final class Tally {
  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;

  private final Histogram latencies = newHistogram();
  private long messages;
  private long bytes;

  // when counting began
  private long startNanos;
  private CpuTimes startCpu;

  static Histogram newHistogram() {
    return new Histogram(LONGEST, DIGITS);
  }

  /// What was counted since the start.
  ///
  /// @param bytes that came, frame headers and all
  /// @param cpu the thread's own
  /// @param latencies a copy
  record Counted(long messages, long bytes, long nanos, CpuTimes cpu, Histogram latencies) {}

  /// Begins at 0.
  void start() {
    latencies.reset();
    messages = 0;
    bytes = 0;
    startNanos = System.nanoTime();
    startCpu = CpuTimes.ofThisThread();
  }

  Counted counted() {
    return new Counted(
        messages,
        bytes,
        System.nanoTime() - startNanos,
        CpuTimes.ofThisThread().minus(startCpu),
        latencies.copy());
  }

  void came(int count) {
    bytes += count;
  }

  /// So many messages were answered, each after this time.
  void record(long nanos, int count) {
    messages += count;
    latencies.recordValueWithCount(Math.clamp(nanos, 0, LONGEST), count);
  }
}
