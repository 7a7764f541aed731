package io.tidewire.cli;

import java.util.List;
import org.HdrHistogram.Histogram;

/// The figures of one transport over all of its slices.
///
/// @param messages delivered; 0 when there was no slice
/// @param bytesRead by the server for one message
/// @param bytesWritten by the server for one message
/// @param cpuNanos of the server for one message
/// @param p50 half of the messages came within so many nanoseconds
/// @param p99 of a hundred messages 99 came within so many nanoseconds
record ComparedFigures(
    ComparedTransport transport,
    long messages,
    long requests,
    double bytesRead,
    double bytesWritten,
    double cpuNanos,
    long p50,
    long p99) {

  static ComparedFigures of(ComparedTransport transport, List<Slice> slices) {
    Histogram latencies = Slice.noLatencies();
    long requests = 0;
    double read = 0;
    double written = 0;
    double cpu = 0;
    for (Slice slice : slices) {
      requests += slice.requests();
      read += slice.read();
      written += slice.written();
      cpu += slice.cpuNanos();
      latencies.add(slice.latencies());
    }
    long messages = latencies.getTotalCount();
    double each = (double) Math.max(1, messages);
    return new ComparedFigures(
        transport,
        messages,
        requests,
        read / each,
        written / each,
        cpu / each,
        latencies.getValueAtPercentile(50),
        latencies.getValueAtPercentile(99));
  }

  /// On the wire for one message, both ways.
  double bytes() {
    return bytesRead + bytesWritten;
  }
}
