package io.tidewire.cli;

import io.tidewire.load.LoadResult;
import java.util.stream.Collectors;

/// The result of a run on a terminal.
record ResultTable(LoadResult result) {
  @Override
  public String toString() {
    BenchReport report = new BenchReport(result);
    String rows =
        report.rows().stream()
            .map(row -> "  %-16s  %s%n".formatted(row.name(), row.value()))
            .collect(Collectors.joining());
    String remarks =
        report.remarks().stream().map("%n%s%n"::formatted).collect(Collectors.joining());
    return "%s%n%s%n%n%s%s"
        .formatted(report.target(), report.work(), rows, remarks)
        .stripTrailing();
  }
}
