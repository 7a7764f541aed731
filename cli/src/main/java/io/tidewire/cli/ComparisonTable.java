package io.tidewire.cli;

import java.util.List;
import java.util.stream.Collectors;

/// The result of a comparison on a terminal.
record ComparisonTable(ComparisonResult result) {
  private static final String ROW = "  %-18s  %15s  %8s  %13s  %12s  %12s%n";

  @Override
  public String toString() {
    String rows = result.figures().stream().map(this::row).collect(Collectors.joining());
    String remarks = result.remarks().stream().map("%n%s"::formatted).collect(Collectors.joining());
    return "%s%n%s%n%n%s%s%s"
        .formatted(ShownUrl.of(result.server().toString()), result.work(), head(), rows, remarks)
        .stripTrailing();
  }

  private static String head() {
    return ROW.formatted(
        "", "bytes a message", "requests", "CPU a message", "delivered p50", "p99");
  }

  private String row(ComparedFigures of) {
    List<String> cells =
        of.messages() == 0
            ? List.of("–", "–", "–", "–", "–")
            : List.of(
                Figures.size(of.bytes()),
                Figures.count(of.requests()),
                Figures.time(of.cpuNanos()),
                Figures.time(of.p50()),
                Figures.time(of.p99()));
    return ROW.formatted(
        of.transport().title, cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
  }
}
