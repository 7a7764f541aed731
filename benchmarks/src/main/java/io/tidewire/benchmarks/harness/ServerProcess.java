package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import io.tidewire.benchmarks.servers.Contestants;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A contestant that runs.
final class ServerProcess implements AutoCloseable {
  private static final String LISTENING = "listening ";

  private final Process process;
  private final int port;
  private final Setup setup;

  /// How a contestant is started.
  ///
  /// @param heap of its JVM, such as `1g`; taken and touched at the start, so that what the process
  ///   grows by later is native memory
  record Setup(
      Contestant contestant,
      String heap,
      int threads,
      boolean tls,
      boolean compress,
      long compressionBudget) {

    /// With one event loop and 1 GiB of heap.
    static Setup of(Contestant contestant) {
      return new Setup(contestant, "1g", 1, false, false, 0);
    }

    Setup withHeap(String size) {
      return new Setup(contestant, size, threads, tls, compress, compressionBudget);
    }

    Setup withThreads(int count) {
      return new Setup(contestant, heap, count, tls, compress, compressionBudget);
    }

    Setup withTls(boolean speaks) {
      return new Setup(contestant, heap, threads, speaks, compress, compressionBudget);
    }

    /// @param budget for Tidewire's contexts, in bytes
    Setup withCompression(boolean accepts, long budget) {
      return new Setup(contestant, heap, threads, tls, accepts, budget);
    }

    private List<String> arguments() {
      List<String> all =
          new ArrayList<>(List.of(contestant.id(), "--threads", String.valueOf(threads)));
      if (tls) {
        all.add("--tls");
      }
      if (compress) {
        all.addAll(List.of("--compress", "--compression-budget", "" + compressionBudget));
      }
      return all;
    }
  }

  private ServerProcess(Process process, int port, Setup setup) {
    this.process = process;
    this.port = port;
    this.setup = setup;
  }

  /// Returns when it listens.
  static ServerProcess start(Setup setup, File log) throws IOException {
    Process process =
        (setup.threads == 1 ? Cores.SERVER : Cores.BOTH)
            .java(
                log,
                List.of("-Xms" + setup.heap, "-Xmx" + setup.heap, "-XX:+AlwaysPreTouch"),
                Contestants.class,
                setup.arguments().toArray(String[]::new));
    try {
      return new ServerProcess(process, port(process.inputReader(), log), setup);
    } catch (IOException failure) {
      process.destroy();
      throw failure;
    }
  }

  private static int port(BufferedReader output, File log) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(LISTENING)) {
        return Integer.parseInt(line.substring(LISTENING.length()));
      }
    }
    throw new IOException("the server did not start; see target/bench/" + log.getName());
  }

  long pid() {
    return process.pid();
  }

  URI uri(String path) {
    boolean bare = setup.contestant == Contestant.NETTY_TCP;
    String scheme = bare ? (setup.tls ? "tls" : "tcp") : (setup.tls ? "wss" : "ws");
    return URI.create(scheme + "://127.0.0.1:" + port + (bare ? "" : path));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
