package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A server whose process may have few files open, and more clients than that.
class FileLimitTest {
  private static final int FILES = 256;

  @Test
  @EnabledOnOs(OS.LINUX)
  void whoIsConnectedStaysAndWhoWaitsComesInLater() throws Exception {
    try (LimitedProcess server = new LimitedProcess();
        RawClient first = server.connect()) {
      first.upgrade("/echo");
      // Classes are read from files too: those that it takes to serve are there now.
      assertThat(first.send(RawClient.text("hi")).frame()).isEqualTo("hi");
      List<RawClient> crowd = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        crowd.add(server.connect());
      }
      Servers.await(() -> server.acceptFailures() > 0);
      assertThat(first.send(RawClient.text("still here")).frame()).isEqualTo("still here");
      for (RawClient client : crowd) {
        client.close();
      }
      try (RawClient later = server.connect()) {
        later.upgrade("/echo");
        assertThat(later.send(RawClient.text("hi")).frame()).isEqualTo("hi");
      }
      // One a second while it lasts. A listener that asked again at once would be at thousands.
      assertThat(server.acceptFailures()).isLessThan(50);
    }
  }

  /// A process that tells its port, and then for each line that it is sent how often it could not
  /// accept.
  private static final class LimitedProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final int port;

    LimitedProcess() throws IOException {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String start = "ulimit -n " + FILES + " && exec \"$0\" \"$@\"";
      process =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  start,
                  java,
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Limited.class.getName())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      out = process.inputReader();
      port = Integer.parseInt(out.readLine());
    }

    RawClient connect() throws IOException {
      return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    long acceptFailures() {
      try {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Long.parseLong(out.readLine());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /// What runs in that process.
  static final class Limited {
    private Limited() {}

    public static void main(String[] arguments) throws IOException {
      try (WebSocketServer server = Servers.echo().start()) {
        IO.println(server.port());
        while (System.in.read() >= 0) {
          IO.println(server.figures().acceptFailures());
        }
      }
    }
  }
}
