package io.tidewire.load;

import java.time.Duration;

/// How far a run is.
///
/// @param open how many connections are open
/// @param elapsed since the phase began
/// @param messages that came back since the phase began
/// @param messagesPerSecond since the last report
/// @param p99 of the latencies since the phase began, in nanoseconds; 0 before there is one
public record Progress(
    Phase phase, int open, Duration elapsed, long messages, double messagesPerSecond, long p99) {

  /// The parts of a run, in their order.
  public enum Phase {
    /// Connections are being opened.
    CONNECTING,
    /// Messages flow and do not count yet.
    WARMUP,
    /// Messages count.
    MEASURING
  }
}
