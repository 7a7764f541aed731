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

/// Signals end processes, so each test has a process of its own.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signals to send")
class SignalsTest {
  @Test
  void interruptDrainsTheServer() throws Exception {
    Process serve = start("serve", "--port", "0");
    try (BufferedReader out = serve.inputReader()) {
      find(out, "Ctrl-C");
      signal(serve, "INT");
      assertThat(serve.waitFor()).isZero();
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void terminateDrainsTheServer() throws Exception {
    Process serve = start("serve", "--port", "0");
    try (BufferedReader out = serve.inputReader()) {
      find(out, "Ctrl-C");
      signal(serve, "TERM");
      assertThat(serve.waitFor()).isZero();
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void secondInterruptEndsAtOnce() throws Exception {
    Process serve = start("serve", "--port", "0", "--drain", "3600");
    try (BufferedReader out = serve.inputReader()) {
      String echo = find(out, "/echo");
      int port = Integer.parseInt(echo.replaceAll(".*:(\\d+)/.*", "$1"));
      find(out, "Ctrl-C");
      try (RawClient stuck = new RawClient(port)) {
        assertThat(stuck.upgrade("/echo")).startsWith("HTTP/1.1 101 ");
        signal(serve, "INT");
        find(out, "goodbye...");
        signal(serve, "INT");
        assertThat(serve.waitFor()).isEqualTo(130);
      }
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void interruptEndsTheClient() throws Exception {
    try (Served served = Served.start()) {
      Process connect = start("connect", served.ws("/echo"));
      try (BufferedReader err = connect.errorReader()) {
        find(err, "connected");
        signal(connect, "INT");
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

  private static void signal(Process process, String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }
}
