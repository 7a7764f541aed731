package io.tidewire.benchmarks.soak;

import io.tidewire.WebSocketOptions;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/// A server and its clients for an hour or longer: messages of all kinds and sizes, over `ws` and
/// `wss`, event and blocking style, faults of the network and rude peers. Up to sixty times in
/// between everything is closed, and both processes tell what they still hold. At the end that must
/// not be more than it was early on.
public final class Soak implements AutoCloseable {
  /// Impatient, so that each deadline is met in a round.
  static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULTS
          .withStreaming(true)
          .withHeartbeat(Duration.ofSeconds(1), Duration.ofSeconds(4))
          .withWriteTimeout(Duration.ofSeconds(3))
          .withCloseTimeout(Duration.ofSeconds(1));

  static final Duration PATIENCE = Duration.ofSeconds(3);

  // For threads that end a moment after what they served.
  static final Duration SETTLING = Duration.ofSeconds(1);

  private static final int ROUNDS = 60;

  private final Tally tally = new Tally();
  private final Samples samples = new Samples();
  private final ServerProcess server;
  private final Duration round;
  private final Random random;

  private Soak(Duration round, long seed) throws IOException {
    this.round = round;
    this.random = new Random(seed);
    File log = new File("target/bench/soak.log");
    log.getParentFile().mkdirs();
    this.server = ServerProcess.start(log);
  }

  /// Runs, prints a line for each sample and the verdict, and ends with 1 where that is bad.
  ///
  /// @param arguments how many minutes, by default 60, and a seed, by default any
  public static void main(String... arguments) throws Exception {
    int minutes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    System.out.printf("%d minutes, seed %d%n%s%n", minutes, seed, Samples.heading());
    boolean good;
    try (Soak soak = new Soak(Duration.ofMinutes(minutes).dividedBy(ROUNDS), seed)) {
      good = soak.run();
    }
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    // On a busy machine a round takes longer, and there are fewer.
    long end = System.nanoTime() + round.multipliedBy(ROUNDS).toNanos();
    for (int i = 1; System.nanoTime() < end; i++) {
      round();
      System.out.println(samples.lastLine(i, tally));
    }
    report();
    return tally.mistakes().isEmpty() && samples.steady();
  }

  private void round() throws IOException, InterruptedException {
    long end = System.nanoTime() + round.toNanos();
    Crowd crowd = new Crowd(tally, server.startListening(), random.nextLong());
    Thread.sleep(round.dividedBy(2));
    crowd.moveTo(server.startListening());
    server.drainOlder();
    Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    crowd.leave();
    server.drainAll();
    Thread.sleep(SETTLING);
    crowd.end();
    ServerProcess.Rest rest = server.rest();
    if (rest.connections() > 0) {
      tally.mistake(rest.connections() + " connections were left at rest");
    }
    samples.add(rest, Vitals.now());
  }

  private void report() {
    System.out.println();
    tally.counts().forEach((what, count) -> System.out.printf("%,9d %s%n", count.sum(), what));
    System.out.printf(
        Locale.ROOT,
        "CPU time: server %,d s, clients %,d s%n",
        server.cpu().toSeconds(),
        ServerProcess.cpu(ProcessHandle.current()).toSeconds());
    tally.mistakes().forEach(mistake -> System.out.println("MISTAKE: " + mistake));
    System.out.println(samples.verdict());
  }

  @Override
  public void close() {
    server.close();
  }
}
