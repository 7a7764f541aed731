package io.tidewire.cli;

import io.tidewire.conformance.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The files that `tidewire check` writes.
final class CheckOutputs {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the results with their wire logs, for programs and for --compare.")
  private Path json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as the XML of JUnit, which CI servers read.")
  private Path junit;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write one page with the results, and each case's wire log in hex and words.")
  private Path html;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description =
          "Show the run that --json wrote there beside this one on the page; repeatable. Without a"
              + " URL, only such runs are shown.")
  private List<Path> compared = new ArrayList<>();

  private final List<JsonNode> earlier = new ArrayList<>();

  /// Whether there is something to show without running anything.
  boolean compares() {
    return !compared.isEmpty();
  }

  /// Whether any file is to be written.
  boolean asked() {
    return files().findAny().isPresent();
  }

  private Stream<Path> files() {
    return Stream.of(json, junit, html).filter(Objects::nonNull);
  }

  /// Finds out before a run what would spoil its end.
  ///
  /// @throws IllegalArgumentException with one line for the user
  void prepare() {
    if (compares() && html == null) {
      throw new IllegalArgumentException("--compare needs --html FILE, where to show it");
    }
    files().forEach(CheckOutputs::checkWritable);
    for (Path file : compared) {
      try {
        earlier.add(CheckJson.read(file));
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  private static void checkWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean writable =
        Files.exists(file)
            ? Files.isWritable(file) && !Files.isDirectory(file)
            : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    if (!writable) {
      throw new IllegalArgumentException("cannot write " + file);
    }
  }

  /// Writes what was asked for.
  void write(Report report, boolean interrupted) {
    ObjectNode run = CheckJson.of(report, interrupted);
    write(json, () -> run.toString() + "\n");
    write(junit, () -> CheckXml.of(report));
    write(html, () -> CheckPage.of(Stream.concat(earlier.stream(), Stream.of(run)).toList()));
  }

  /// Writes the page with the earlier runs alone.
  void writeComparison() {
    write(html, () -> CheckPage.of(earlier));
  }

  private static void write(Path file, Supplier<String> content) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, content.get());
    } catch (IOException e) {
      throw new CommandFailed(1, "cannot write " + file + ": " + e.getMessage());
    }
  }
}
