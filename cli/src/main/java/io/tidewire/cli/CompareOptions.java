package io.tidewire.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What `tidewire compare` has the server send, how long, and where the result goes.
final class CompareOptions {
  // Below the five seconds after which a session that nobody visits ends.
  private static final Duration LONGEST_POLL = Duration.ofSeconds(4);
  private static final int MAX_ROUNDS = 100;

  @Option(
      names = {"-r", "--rate"},
      paramLabel = "N",
      description = "Messages a second, 1 to 1000. Default: 100.")
  private int rate = 100;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      converter = ByteSize.class,
      description = "The payload of each, 24 to 64k. Default: 64.")
  private long size = 64;

  @Option(
      names = "--poll",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How often short polling asks, at most 4. Default: 0.5.")
  private Duration poll = Duration.ofMillis(500);

  @Option(
      names = {"-t", "--seconds"},
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long each transport has its turn, at most 60. Default: 3.")
  private Duration slice = Duration.ofSeconds(3);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often each has its turn, 1 to 100; a turn before the first only warms the server"
              + " up. Default: 3.")
  private int rounds = 3;

  @Option(names = "--json", description = "Print the result as JSON instead of a table.")
  private boolean json;

  @Option(names = "--svg", paramLabel = "FILE", description = "Write a plot of the result, too.")
  private Path svg;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show nothing while it runs.")
  private boolean quiet;

  /// @throws IllegalArgumentException when an option has no valid value
  ComparePlan plan() {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new IllegalArgumentException("--rounds takes 1 to " + MAX_ROUNDS);
    }
    if (!poll.isPositive() || poll.compareTo(LONGEST_POLL) > 0) {
      throw new IllegalArgumentException("--poll takes up to 4 seconds, and not zero");
    }
    if (!slice.isPositive() || slice.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("--seconds takes up to 60, and not zero");
    }
    int bytes = (int) Math.min(size, Integer.MAX_VALUE);
    int count = (int) Math.max(1, rate * slice.toMillis() / 1000);
    return new ComparePlan(new FeedPlan(rate, bytes, count), poll, rounds);
  }

  boolean json() {
    return json;
  }

  Optional<Path> svg() {
    return Optional.ofNullable(svg);
  }

  boolean quiet() {
    return quiet;
  }
}
