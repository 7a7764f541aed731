package io.tidewire.e2e;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The lines that a process prints.
final class Output {
  private final Events<String> lines = new Events<>();
  private final CompletableFuture<List<String>> all = new CompletableFuture<>();

  /// Reads to the end, on a thread of its own.
  Output(BufferedReader reader) {
    Thread.ofVirtual().start(() -> read(reader));
  }

  /// Waits for the next line.
  String next() {
    return lines.next();
  }

  /// Waits for the end.
  ///
  /// @return all lines
  List<String> all() {
    return all.orTimeout(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private void read(BufferedReader reader) {
    List<String> read = new ArrayList<>();
    try (reader) {
      reader
          .lines()
          .forEach(line -> {
            read.add(line);
            lines.add(line);
          });
      all.complete(read);
    } catch (Exception e) {
      all.completeExceptionally(e);
    }
  }
}
