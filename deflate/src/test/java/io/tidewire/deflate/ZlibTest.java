package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.Extension;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which library is chosen, each time in a process of its own.
class ZlibTest {
  /// What the processes run.
  static final class Main {
    public static void main(String[] args) {
      System.out.println(Zlib.engine());
    }
  }

  // Standard output and the log together.
  private static String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    String classes =
        String.join(File.pathSeparator, home(Zlib.class), home(Main.class), home(Extension.class));
    command.addAll(List.of("-cp", classes, Main.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.inputReader()) {
      String said = output.readAllAsString();
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    }
  }

  private static String home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theMachinesZlibIsTakenAndSaidOnce() throws Exception {
    String said = run("--enable-native-access=ALL-UNNAMED");
    assertThat(said.lines()).anyMatch(line -> line.matches("zlib 1\\..* \\(native\\)"));
    assertThat(said).containsOnlyOnce("permessage-deflate works with zlib 1.");
  }

  @Test
  void withoutNativeAccessTheJdkDoesIt() throws Exception {
    String said = run("--illegal-native-access=deny");
    assertThat(said.lines()).contains("java.util.zip");
    assertThat(said).containsOnlyOnce("since the machine's zlib cannot be used: ");
  }

  @Test
  void aPropertyChoosesTheJdk() throws Exception {
    String said = run("-Dio.tidewire.deflate.engine=java.util.zip");
    assertThat(said.lines()).contains("java.util.zip");
    assertThat(said).doesNotContain("WARNING");
  }
}
