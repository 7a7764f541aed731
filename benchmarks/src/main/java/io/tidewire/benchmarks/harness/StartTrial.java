package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Starts `tidewire serve` as the script does and tries to connect until it is accepted.
///
/// @param script whether the time of the script itself counts too
record StartTrial(Path home, boolean script) implements Trial {
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

  @Override
  public Map<Figure, Double> run(Contestant contestant, Times times, File log) throws Exception {
    int port = freePort();
    List<String> command = new ArrayList<>(script ? throughScript() : directly());
    command.addAll(List.of("serve", "--host", "127.0.0.1", "--port", "" + port));
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(log))
            .start();
    try {
      awaitAccept(process, port, begun + LIMIT);
      return Map.of(Figure.START, (System.nanoTime() - begun) / 1e6);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private List<String> throughScript() {
    return List.of(home.resolve("tidewire").toString());
  }

  private List<String> directly() {
    Path built = home.resolve("target/run");
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "-Xmx1g",
        "-XX:AOTCache=" + built.resolve("tidewire.aot"),
        "-Xlog:disable",
        "-jar",
        built.resolve("tidewire.jar").toString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static void awaitAccept(Process process, int port, long deadline) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    while (!accepts(address)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException("tidewire serve does not listen");
      }
      LockSupport.parkNanos(RETRY);
    }
  }

  private static boolean accepts(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return true;
    } catch (SocketException notYet) {
      return false;
    }
  }
}
