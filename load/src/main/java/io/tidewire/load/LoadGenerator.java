package io.tidewire.load;

import java.util.function.Consumer;

/// Loads a WebSocket server, or a bare echo, and measures how it does.
///
/// It is made to cost less than any server: what it sends is encoded beforehand, and of what comes
/// back it reads the frame headers, and the whole of a sample.
public final class LoadGenerator {
  private LoadGenerator() {}

  /// Runs to the end, which is the end of the time, the first thing that goes wrong, or an
  /// interrupt of the calling thread once all connections are open; the result says which.
  ///
  /// @param progress is told about once a second, on the calling thread
  /// @throws LoadException when the run cannot start: the server cannot be reached or refuses, or
  ///   this process may not open so many files
  /// @throws IllegalArgumentException when the options do not fit the target
  /// @throws InterruptedException when interrupted while connecting
  public static LoadResult run(LoadOptions options, Consumer<Progress> progress)
      throws LoadException, InterruptedException {
    OpenFiles.require(options.connections());
    ProcessTimes times = new ProcessTimes(options.serverPid());
    try (Run run = new Run(options, progress)) {
      run.connect();
      return run.measure(times);
    }
  }
}
