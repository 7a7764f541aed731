package io.tidewire.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/// Where the JVM starts.
public final class Main {
  // Held, because the log manager forgets a logger that nobody holds, and its level with it.
  private static final Logger LOG = Logger.getLogger("io.tidewire");

  private Main() {}

  /// Runs the command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
    // The command itself says where it listens, which leaves warnings to log.
    LOG.setLevel(Level.WARNING);
    Signals.interrupt(Thread.currentThread());
    System.exit(TidewireCommand.run(Stdio.ofProcess(), arguments));
  }
}
