package io.tidewire.benchmarks.soak;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;

/// A [SoakServer], from outside.
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Writer orders;
  private final BufferedReader answers;

  /// What it says when all are gone.
  ///
  /// @param accepted connections since its start
  /// @param connections that are still there
  record Rest(long accepted, long connections, Vitals vitals) {
    private static Rest parse(String line) {
      String[] parts = line.split(" ", 3);
      return new Rest(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Vitals.parse(parts[2]));
    }
  }

  private ServerProcess(Process process) {
    this.process = process;
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
  }

  /// @param log takes what it says on standard error
  static ServerProcess start(File log) throws IOException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SoakServer.class.getName());
    return new ServerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log)).start());
  }

  /// Starts one more server.
  Addresses startListening() throws IOException {
    order("start");
    return Addresses.parse(answer());
  }

  /// Begins to drain all but the newest, and does not wait.
  void drainOlder() throws IOException {
    order("drain");
  }

  /// Begins to drain all. [#rest] has the answer.
  void drainAll() throws IOException {
    order("rest");
  }

  /// Returns when [#drainAll] is done.
  Rest rest() throws IOException {
    return Rest.parse(answer());
  }

  private void order(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the server has ended; see target/bench/soak.log");
    }
    return line;
  }

  Duration cpu() {
    return cpu(process.toHandle());
  }

  static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
