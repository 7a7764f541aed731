package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Signals end processes, so each test has a process of its own. They are SIGTERM, since a build in
/// the background may ignore SIGINT, and its children with it; sent by the handle, since the
/// process itself would close its streams too.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send")
class SignalsTest {
  @Test
  void firstDrainsTheServer() throws Exception {
    Process serve = start("serve", "--port", "0");
    try (BufferedReader out = serve.inputReader()) {
      find(out, "Ctrl-C");
      serve.toHandle().destroy();
      assertThat(serve.waitFor()).isZero();
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void secondEndsAtOnce() throws Exception {
    Process serve = start("serve", "--port", "0", "--drain", "3600");
    try (BufferedReader out = serve.inputReader()) {
      String echo = find(out, "/echo");
      int port = Integer.parseInt(echo.replaceAll(".*:(\\d+)/.*", "$1"));
      find(out, "Ctrl-C");
      try (RawClient stuck = new RawClient(port)) {
        assertThat(stuck.upgrade("/echo")).startsWith("HTTP/1.1 101 ");
        serve.toHandle().destroy();
        find(out, "goodbye...");
        serve.toHandle().destroy();
        assertThat(serve.waitFor()).isEqualTo(130);
      }
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void endsTheClient() throws Exception {
    try (Served served = Served.start()) {
      Process connect = start("connect", served.ws("/echo"));
      try (BufferedReader err = connect.errorReader()) {
        find(err, "connected");
        connect.toHandle().destroy();
        assertThat(connect.waitFor()).isEqualTo(130);
      } finally {
        connect.destroyForcibly();
      }
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx128m", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static String find(BufferedReader reader, String part) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("it ended without a line that holds: " + part);
  }
}
