package io.tidewire.load;

import java.util.List;

/// How long answers took, in nanoseconds, to three significant digits.
///
/// @param count how many were measured; with 0 all else is 0
/// @param curve the latencies at rising percentiles, ever closer to 100
public record Latency(
    long count, double mean, long p50, long p90, long p99, long p999, long max, List<Point> curve) {
  public Latency {
    curve = List.copyOf(curve);
  }

  /// A point of the curve.
  ///
  /// @param percentile 0 to 100
  /// @param nanos what so many per cent of the answers took at most
  public record Point(double percentile, long nanos) {}
}
