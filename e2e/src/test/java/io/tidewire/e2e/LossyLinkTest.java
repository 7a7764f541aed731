package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Faults below TCP, in a network namespace. Where a process may not have one of its own, or the
/// kernel lacks what breaks packets, this says so and is skipped, also with `CI=true`: nothing that
/// could be installed would help.
@EnabledOnOs(OS.LINUX)
class LossyLinkTest {
  private record Outcome(int code, String output) {}

  @BeforeAll
  static void namespacesAreAllowed() throws Exception {
    Outcome outcome = inItsOwnNamespace("ready");
    if (outcome.code != 0) {
      System.out.println("SKIPPED: faults below TCP: " + outcome.output);
    }
    assumeTrue(outcome.code == 0, "a network namespace, iptables and tc with htb");
  }

  @ParameterizedTest
  @CsvSource({
    "loss, ws",
    "loss, wss",
    "black-hole, ws",
    "black-hole, wss",
    "refusal, ws",
    "refusal, wss"
  })
  void nothingIsLostAndNobodyWaitsForever(String fault, String scheme) throws Exception {
    Outcome outcome = inItsOwnNamespace(fault, scheme);
    System.out.println(outcome.output);
    assertThat(outcome.code).as(outcome.output).isZero();
  }

  private static Outcome inItsOwnNamespace(String... arguments)
      throws IOException, InterruptedException {
    List<String> java =
        List.of(
            "unshare",
            "--map-root-user",
            "--net",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dio.netty.machineId=00:00:00:00:00:00", // There is no network card to take it from.
            "-Djava.util.logging.config.file="
                + System.getProperty("java.util.logging.config.file"),
            "-cp",
            System.getProperty("java.class.path"),
            LossyLink.class.getName());
    Process process =
        new ProcessBuilder(Stream.concat(java.stream(), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output.strip());
  }
}
