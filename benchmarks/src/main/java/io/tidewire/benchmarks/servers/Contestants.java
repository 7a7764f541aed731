package io.tidewire.benchmarks.servers;

import io.tidewire.deflate.CompressionOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs one contestant until it is told to end.
@Command(
    name = "contestant",
    mixinStandardHelpOptions = true,
    description = "An echo server to measure or to check; prints `listening PORT`.")
public final class Contestants implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "netty-tcp, tidewire, vertx, ...; a wrong one is answered with all.")
  private String name;

  @Option(names = "--port", description = "The port; 0, the default, picks one.")
  private int port;

  @Option(names = "--threads", description = "Event loops; default ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(names = "--tls", description = "Speaks TLS with a certificate made for localhost.")
  private boolean tls;

  @Option(names = "--compress", description = "Accepts permessage-deflate.")
  private boolean compress;

  @Option(names = "--compression-budget", paramLabel = "BYTES", description = "Tidewire's.")
  private long budget = CompressionOptions.DEFAULTS.memoryBudget();

  private Contestants() {}

  /// Starts the contestant that the arguments name.
  public static void main(String... arguments) {
    int code = new CommandLine(new Contestants()).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws Exception {
    CompressionOptions compression =
        CompressionOptions.DEFAULTS.withEnabled(compress).withMemoryBudget(budget);
    int actual = Contestant.of(name).server().start(new Setup(port, threads, tls, compression));
    System.out.println("listening " + actual);
    // Some contestants' threads are daemons.
    Thread.currentThread().join();
    return 0;
  }
}
