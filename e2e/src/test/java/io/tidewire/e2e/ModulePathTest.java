package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// All other tests run on the class path, where nothing holds what `module-info` says to be true.
class ModulePathTest {
  @Test
  void theCommandRunsOnTheModulePath() throws Exception {
    assertThat(
            run(
                "--add-modules=ALL-MODULE-PATH",
                "-m",
                "io.tidewire.cli/io.tidewire.cli.Main",
                "--version"))
        .startsWith("tidewire ");
  }

  @Test
  void itNeedsNoNativePartThere() throws Exception {
    assertThat(run("-m", "io.tidewire.cli/io.tidewire.cli.Main", "--version"))
        .startsWith("tidewire ")
        .contains("transport nio", "TLS JDK");
  }

  private static String run(String... options) throws IOException, InterruptedException {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=io.netty.common,io.tidewire.deflate",
            "--module-path=" + modules());
    Process process =
        new ProcessBuilder(Stream.concat(java, Arrays.stream(options)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /// The command and its libraries, out of all that is on the class path of this test.
  private static String modules() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry ->
            entry.matches(
                ".*[/\\\\](tidewire|netty-|picocli-|jackson-|HdrHistogram-|bc)[^/\\\\]*\\.jar"))
        .filter(entry -> !entry.contains("tidewire-testing") && !entry.endsWith("-tests.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
