package io.tidewire.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Connections that a process of their own holds open.
final class HeldConnections implements AutoCloseable {
  private final Process process;

  private HeldConnections(Process process) {
    this.process = process;
  }

  /// Returns when all are open and have had a message echoed.
  ///
  /// @param windowBits 0 for no compression
  static HeldConnections open(URI uri, int count, int windowBits, boolean takeover, File log)
      throws IOException {
    return start(uri, count, true, windowBits, takeover, log);
  }

  /// Opens connections and closes each once it has had a message echoed; returns after the last.
  static void pass(URI uri, int count, int windowBits, boolean takeover, File log)
      throws IOException {
    start(uri, count, false, windowBits, takeover, log).close();
  }

  private static HeldConnections start(
      URI uri, int count, boolean hold, int windowBits, boolean takeover, File log)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(uri.toString(), "" + count, "" + hold));
    if (windowBits > 0) {
      arguments.addAll(List.of("" + windowBits, "" + takeover));
    }
    Process process =
        Cores.GENERATOR.java(
            log, List.of("-Xmx2g"), IdleClients.class, arguments.toArray(String[]::new));
    HeldConnections held = new HeldConnections(process);
    if (!"open".equals(process.inputReader().readLine())) {
      held.close();
      throw new IOException(
          "the connections could not be opened; see target/bench/" + log.getName());
    }
    return held;
  }

  /// Pings all, and says how many answered. They are gone then.
  long answering() throws IOException {
    process.outputWriter().append('\n').flush();
    String count = process.inputReader().readLine();
    return count == null ? 0 : Long.parseLong(count);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
