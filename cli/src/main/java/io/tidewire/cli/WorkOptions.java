package io.tidewire.cli;

import io.tidewire.load.Payload;
import io.tidewire.load.Work;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// What `tidewire bench` sends, and when.
final class WorkOptions {
  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      description = "How many to open. Default: 1.")
  private int connections = 1;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      converter = ByteSize.class,
      description = "The payload of each message, such as 16k; at most 64m. Default: 64.")
  private long size = 64;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "What messages carry: ${COMPLETION-CANDIDATES}. BINARY is random bytes, the others are"
              + " text. Default: ASCII.")
  private Payload.Kind kind = Payload.Kind.ASCII;

  @Option(
      names = {"-d", "--depth"},
      paramLabel = "N",
      description =
          "How many messages each connection has on their way at a time; with --broadcast, all"
              + " senders together. Default: 1.")
  private Integer depth;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "N",
      description =
          "Send so many messages a second over all connections, whatever comes back. Latencies are"
              + " then counted from when a message was due, so that a stall shows in full.")
  private Double rate;

  @Option(
      names = "--broadcast",
      description =
          "Each message goes to every connection, as in a chat room: one sends, and sends again"
              + " when all have got it. What is counted are deliveries.")
  private boolean broadcast;

  @Option(
      names = "--senders",
      paramLabel = "N",
      description = "With --broadcast: how many of the connections send. Default: 1.")
  private Integer senders;

  @Option(
      names = "--idle",
      description = "Send nothing, and hold the connections open for as long as --duration says.")
  private boolean idle;

  int connections() {
    return connections;
  }

  Payload.Kind kind() {
    return kind;
  }

  int size() {
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  /// @throws IllegalArgumentException when options do not go together, or have no valid value
  Work work() {
    if (Stream.of(rate != null, broadcast, idle).filter(chosen -> chosen).count() > 1) {
      throw new IllegalArgumentException("only one of --rate, --broadcast and --idle goes");
    }
    if (depth != null && (rate != null || idle)) {
      throw new IllegalArgumentException("--depth goes with neither --rate nor --idle");
    }
    if (senders != null && !broadcast) {
      throw new IllegalArgumentException("--senders goes with --broadcast only");
    }
    return chosen();
  }

  private Work chosen() {
    int onTheirWay = depth == null ? 1 : depth;
    if (rate != null) {
      return new Work.Paced(rate);
    }
    if (idle) {
      return new Work.Idle();
    }
    return broadcast
        ? new Work.Broadcast(senders == null ? 1 : senders, onTheirWay)
        : new Work.Pipelined(onTheirWay);
  }
}
