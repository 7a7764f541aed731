package io.tidewire.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// Runs the command in this process, with streams instead of a terminal.
final class Cli {
  private Cli() {}

  /// How a command ended.
  record Result(int exitCode, ByteArrayOutputStream stdout, String err) {
    String out() {
      return stdout.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
      return stdout.toByteArray();
    }
  }

  /// Runs a command to its end.
  static Result run(String in, String... arguments) {
    return run(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), false, arguments);
  }

  static Result run(InputStream in, boolean terminal, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = TidewireCommand.run(new Stdio(in, out, writer(err), terminal), arguments);
    return new Result(exitCode, out, err.toString(StandardCharsets.UTF_8));
  }

  /// Starts a command and leaves it running.
  static Running start(String... arguments) {
    return new Running(arguments);
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /// A command that runs on a thread of its own; closing it interrupts it, as Ctrl-C does.
  static final class Running implements AutoCloseable {
    private final OutputStream stdin;
    private final BufferedReader stdout;
    private final BufferedReader stderr;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final Thread thread;

    private Running(String... arguments) {
      try {
        PipedInputStream in = new PipedInputStream(1 << 16);
        Shown out = new Shown();
        Shown err = new Shown();
        stdin = new PipedOutputStream(in);
        stdout = reader(out);
        stderr = reader(err);
        Stdio stdio = new Stdio(in, out, writer(err), false);
        thread = Thread.ofPlatform().start(() -> run(stdio, arguments));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void run(Stdio stdio, String... arguments) {
      int code = TidewireCommand.run(stdio, arguments);
      try {
        stdio.out().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      stdio.err().close();
      exitCode.complete(code);
    }

    private static BufferedReader reader(Shown shown) {
      return new BufferedReader(new InputStreamReader(shown.reader(), StandardCharsets.UTF_8));
    }

    /// Types a line.
    void type(String line) throws IOException {
      stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    }

    /// Ends stdin.
    void typeEnd() throws IOException {
      stdin.close();
    }

    /// The next line of stdout that holds this.
    String out(String part) throws IOException {
      return find(stdout, part);
    }

    /// The next line of stderr that holds this.
    String err(String part) throws IOException {
      return find(stderr, part);
    }

    private static String find(BufferedReader reader, String part) throws IOException {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains(part)) {
          return line;
        }
      }
      throw new AssertionError("it ended without a line that holds: " + part);
    }

    void interrupt() {
      thread.interrupt();
    }

    int exitCode() {
      return exitCode.join();
    }

    @Override
    public void close() {
      thread.interrupt();
      exitCode.join();
    }
  }
}
