package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `./tidewire` as a process, as a user starts it. It ends with the test.
final class TidewireCommand implements AutoCloseable {
  private static final Path SCRIPT = Checkout.tidewire();

  private final Process process;
  private final BufferedWriter input;
  private final Output output;
  private final Output errors;

  TidewireCommand(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(interruptible());
    command.add(SCRIPT.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // With this a JVM says more than the command does.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    process = builder.start();
    input = process.outputWriter(StandardCharsets.UTF_8);
    output = new Output(process.inputReader(StandardCharsets.UTF_8));
    errors = new Output(process.errorReader(StandardCharsets.UTF_8));
  }

  /// Starts `tidewire serve` on a free port.
  static TidewireCommand serve(String... options) throws IOException {
    return new TidewireCommand(
        Stream.concat(Stream.of("serve", "--port=0"), Stream.of(options)).toArray(String[]::new));
  }

  /// Waits for the line of standard output that names this and its address.
  String address(String what) {
    Pattern pattern = Pattern.compile("\\s*" + what + "\\s+(\\S+)");
    Matcher matcher = pattern.matcher(output.next());
    while (!matcher.matches()) {
      matcher.reset(output.next());
    }
    return matcher.group(1);
  }

  Output output() {
    return output;
  }

  Output errors() {
    return errors;
  }

  /// Gives it a line of standard input.
  void type(String line) throws IOException {
    input.write(line);
    input.newLine();
    input.flush();
  }

  void endInput() throws IOException {
    input.close();
  }

  /// Sends a signal: `INT` as Ctrl-C does, `TERM` as service managers do.
  void signal(String name) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /// Waits for the end.
  int exitCode() throws Exception {
    assertThat(process.waitFor(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("the command ends")
        .isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  // A build that runs in the background may ignore SIGINT, and its children inherit that.
  private static List<String> interruptible() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    return linux ? List.of("env", "--default-signal=INT") : List.of();
  }
}
