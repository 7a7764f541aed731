package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewire.deflate.Zlib;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HelpTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"serve", "connect", "bench", "check", "compare", "completion"})
  void eachCommandExplainsItselfWithExamples(String command) {
    Cli.Result help = Cli.run("", command, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("Usage: tidewire " + command)
        .contains("\nExamples:\n  ")
        .contains("tidewire " + command);
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void exitCodesAreDocumented() {
    assertThat(Cli.run("", "serve", "--help").out()).contains("Exit codes: 0 ");
    assertThat(Cli.run("", "connect", "--help").out())
        .containsSubsequence("Exit codes:", "  0 ", "  1 ", "  2 ", "  3 ", "  130 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "connect"})
  void helpTellsHowToTurnCompressionOff(String command) {
    assertThat(Cli.run("", command, "--help").out())
        .containsPattern(" --no-compression +(Accept|Do not offer).*permessage-deflate");
  }

  @Test
  void namesItsCommands() {
    Cli.Result help = Cli.run("", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out())
        .containsSubsequence("serve ", "connect ", "bench ", "completion ", "Examples:");
  }

  @Test
  void withoutCommandItSaysWhichThereAre() {
    Cli.Result nothing = Cli.run("");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).contains("Usage: tidewire ");
  }

  @Test
  void guessesWhichCommandWasMeant() {
    Cli.Result result = Cli.run("", "conect");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "tidewire: Unmatched argument at index 0: 'conect', perhaps connect was meant"
                + " (see tidewire --help)\n");
  }

  @Test
  void saysWhatRunsHere() {
    Cli.Result version = Cli.run("", "--version");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("tidewire "),
            line -> assertThat(line).startsWith("JDK " + Runtime.version().feature()),
            line -> assertThat(line).matches("transport (epoll|kqueue|nio)"),
            line -> assertThat(line).matches("TLS \\S.*"),
            line -> assertThat(line).isEqualTo("compression " + Zlib.engine()));
  }

  @Test
  void completesInBash() throws Exception {
    assumeTrue(hasBash(), "bash is not here");
    Cli.Result script = Cli.run("", "completion");
    assertThat(script.exitCode()).isZero();
    Path file = Files.writeString(folder.resolve("completion"), script.out());

    assertThat(bash("bash -n " + file)).isEmpty();
    assertThat(complete(file, "tidewire", "con")).isEqualTo("connect\n");
    assertThat(complete(file, "tidewire", "connect", "--sub")).isEqualTo("--subprotocol\n");
    assertThat(complete(file, "./tidewire", "serve", "--transport", "EP")).isEqualTo("EPOLL\n");
  }

  private static String complete(Path script, String... words) throws Exception {
    return bash(
        "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_tidewire 2> /dev/null; echo ${COMPREPLY[@]}"
            .formatted(script, String.join(" ", words), words.length - 1));
  }

  private static boolean hasBash() throws InterruptedException {
    try {
      return new ProcessBuilder("bash", "-c", "exit 0").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String bash(String command) throws Exception {
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", command).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return out;
  }
}
