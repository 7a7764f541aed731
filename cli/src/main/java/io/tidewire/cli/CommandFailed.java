package io.tidewire.cli;

/// A command ends without what it was to do. The message is the one line that the user sees.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int exitCode;

  CommandFailed(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
