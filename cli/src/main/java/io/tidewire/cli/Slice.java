package io.tidewire.cli;

import org.HdrHistogram.Histogram;

/// What one transport did in its turn.
///
/// @param requests HTTP requests between the two readings
/// @param read bytes that the server read
/// @param written bytes that it wrote
/// @param cpuNanos that its process used
/// @param nanos from one reading to the other
/// @param latencies of the messages, in nanoseconds
record Slice(
    int requests, double read, double written, double cpuNanos, long nanos, Histogram latencies) {
  private static final int SIGNIFICANT_DIGITS = 3;

  /// With nothing but two readings.
  static Slice between(ServerReading before, ServerReading after) {
    return new Slice(
        0,
        (double) (after.bytesRead() - before.bytesRead()),
        (double) (after.bytesWritten() - before.bytesWritten()),
        (double) (after.cpuNanos() - before.cpuNanos()),
        after.nanos() - before.nanos(),
        noLatencies());
  }

  /// To be filled with nanoseconds.
  static Histogram noLatencies() {
    return new Histogram(SIGNIFICANT_DIGITS);
  }

  Slice with(int requests, Histogram latencies) {
    return new Slice(requests, read, written, cpuNanos, nanos, latencies);
  }

  /// Without what an empty slice costs: two readings, and for each second what an idle process
  /// uses.
  Slice minus(Slice idle) {
    double cpu = cpuNanos - idle.cpuNanos * nanos / idle.nanos;
    return new Slice(
        requests, read - idle.read, written - idle.written, Math.max(0, cpu), nanos, latencies);
  }
}
