package io.tidewire.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How long `tidewire bench` measures, with what, and where the result goes.
final class BenchOptions {
  @Option(
      names = {"-t", "--duration"},
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long messages count. Default: 10.")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long messages flow before they count. Default: 2.")
  private Duration warmup = Duration.ofSeconds(2);

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description =
          "How long the server may take to open a connection, and be silent while answers are due."
              + " Default: 10.")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = "--compress",
      description =
          "Offer permessage-deflate, and send compressed messages where the server agrees.")
  private boolean compress;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops that do the work, each good for one core. Default: 1.")
  private int threads = 1;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "The server's process on this machine: measure its CPU time too.")
  private Long pid;

  @Option(names = "--json", description = "Print the result as JSON instead of a table.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with the result and the curve of the latencies, too.")
  private Path html;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show nothing while it runs.")
  private boolean quiet;

  Duration duration() {
    return duration;
  }

  Duration warmup() {
    return warmup;
  }

  Duration timeout() {
    return timeout;
  }

  boolean compress() {
    return compress;
  }

  int threads() {
    return threads;
  }

  Optional<Long> pid() {
    return Optional.ofNullable(pid);
  }

  boolean json() {
    return json;
  }

  Optional<Path> html() {
    return Optional.ofNullable(html);
  }

  boolean quiet() {
    return quiet;
  }
}
