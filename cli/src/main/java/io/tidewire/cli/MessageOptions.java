package io.tidewire.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What `tidewire connect` makes of the lines it reads and of the messages it gets.
final class MessageOptions {
  @Option(
      names = {"-b", "--binary"},
      description = "Send binary messages; without this, text.")
  private boolean binary;

  @Option(
      names = "--whole",
      description =
          "Send all of stdin as one message, of any size; without this, each line is a message.")
  private boolean whole;

  @Option(
      names = "--raw",
      description =
          "Write messages to stdout byte by byte as they are, of any size; without this, each text"
              + " ends with a line feed, and a binary message is shown in hex.")
  private boolean raw;

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      converter = ByteSize.class,
      description = "The largest message to take without --raw, such as 64k. Default: 16m.")
  private long maxSize = 16 << 20;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "SECONDS",
      converter = Patience.class,
      description =
          "When stdin has ended: close once no message has come for this long, or 'forever' to"
              + " leave that to the server. Default: 1; at a terminal, 0.")
  private Duration patience;

  @Option(
      names = "--ping",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "Send a ping this often, and show the round-trip times.")
  private Duration ping;

  /// @throws IllegalArgumentException when an option has no sensible value
  void check() {
    if (ping != null && ping.isZero()) {
      throw new IllegalArgumentException("--ping takes a time between pings, and 0 is none");
    }
  }

  LineSender sender() {
    return new LineSender(binary, whole);
  }

  MessagePrinter printer(Stdio stdio) {
    return new MessagePrinter(stdio.out(), stdio.terminal());
  }

  boolean raw() {
    return raw;
  }

  long maxSize() {
    return maxSize;
  }

  /// How long the server may be silent after the end of stdin; may be [Patience#FOREVER].
  Duration patience(boolean terminal) {
    return patience == null ? terminal ? Duration.ZERO : Patience.DEFAULT : patience;
  }

  Optional<Duration> ping() {
    return Optional.ofNullable(ping);
  }
}
