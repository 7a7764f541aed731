package io.tidewire.load;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a run has measured.
///
/// @param options what it was to do
/// @param open how many connections were open at the end
/// @param extension what the server agreed to, as it wrote it; empty without one
/// @param subprotocol that it chose; empty without one
/// @param measured how long messages were counted
/// @param messages that came back; of a broadcast, deliveries
/// @param bytes that came back, frame headers and all (under TLS, of what was in it)
/// @param latency of a round trip; of a broadcast, of a delivery
/// @param cpu time used at both ends
/// @param failure what went wrong and ended the run early, in one line; empty when nothing did
/// @param interrupted whether the calling thread was
public record LoadResult(
    LoadOptions options,
    int open,
    Optional<String> extension,
    Optional<String> subprotocol,
    Duration measured,
    long messages,
    long bytes,
    Latency latency,
    Cpu cpu,
    Optional<String> failure,
    boolean interrupted) {
  private static final double BUSY = 0.9;
  private static final double SHORT = 0.99;

  /// CPU time used while messages were counted.
  ///
  /// @param busiestThread of the generator's event loops
  /// @param process of the generator's whole process
  /// @param server of the server's process; empty when it is not known
  public record Cpu(Times busiestThread, Duration process, Optional<Times> server) {}

  /// How a thread or a process spent its time.
  ///
  /// @param used on the CPU
  /// @param waited ready to run, while others had the CPU; 0 where the system does not tell. Of a
  ///   process, its threads' together
  public record Times(Duration used, Duration waited) {
    Duration busy() {
      return used.plus(waited);
    }
  }

  /// Whether the generator held the server up.
  public enum Bottleneck {
    /// It had time to spare.
    NO,
    /// It had none to spare, and whether the server had is not known or, where its CPU time is, the
    /// server too had a core's worth of work: figures of the server alone, CPU time per message,
    /// stand; messages per second may not.
    POSSIBLY,
    /// It had none to spare, and the server had.
    YES
  }

  public double messagesPerSecond() {
    return measured.isPositive() ? messages / seconds(measured) : 0;
  }

  /// The generator's CPU time for a message, its whole process's, in microseconds; 0 without
  /// messages.
  public double generatorMicrosPerMessage() {
    return perMessage(cpu.process());
  }

  /// The server's CPU time for a message in microseconds; empty when it is not known.
  public OptionalDouble serverMicrosPerMessage() {
    return cpu.server().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(perMessage(cpu.server().get().used()));
  }

  /// How much of the time the generator's busiest thread had work to do, 0 to 1: it ran, or waited
  /// for a core that others had.
  public double generatorLoad() {
    return share(cpu.busiestThread().busy());
  }

  public Bottleneck bottleneck() {
    if (generatorLoad() < BUSY) {
      return Bottleneck.NO;
    }
    return cpu.server().filter(times -> share(times.busy()) < BUSY).isPresent()
        ? Bottleneck.YES
        : Bottleneck.POSSIBLY;
  }

  /// Whether a fixed rate was asked for and not reached.
  public boolean fellShort() {
    return options.work() instanceof Work.Paced(double perSecond)
        && messagesPerSecond() < perSecond * SHORT;
  }

  private double perMessage(Duration time) {
    return messages == 0 ? 0 : seconds(time) * 1e6 / messages;
  }

  private double share(Duration time) {
    return measured.isPositive() ? seconds(time) / seconds(measured) : 0;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
