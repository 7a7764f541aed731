package io.tidewire.cli;

import static io.tidewire.cli.PageTemplate.escaped;

import io.tidewire.load.LoadResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;

/// The result of a run as one HTML page that loads nothing.
final class ResultPage {
  private final LoadResult result;
  private final BenchReport report;

  private ResultPage(LoadResult result) {
    this.result = result;
    this.report = new BenchReport(result);
  }

  /// @param when it was measured
  static String of(LoadResult result, Instant when) {
    ResultPage page = new ResultPage(result);
    Map<String, String> parts =
        Map.of(
            "target", escaped(page.report.target()),
            "work", escaped(page.report.work()),
            "remarks", page.remarks(),
            "headline", page.headline(),
            "chart", page.chart(),
            "rows", page.rows(),
            "footer", escaped(footer(when)));
    return PageTemplate.fill("bench/page.html", parts);
  }

  private String remarks() {
    return report.remarks().stream()
        .map(remark -> "<p class=\"remark\">" + escaped(remark) + "</p>")
        .collect(Collectors.joining("\n"));
  }

  private String headline() {
    return report.headline().stream()
        .map(row ->
            "<div><dt>%s</dt><dd>%s</dd></div>"
                .formatted(escaped(row.name()), escaped(row.value())))
        .collect(Collectors.joining("\n", "<dl class=\"headline\">\n", "\n</dl>"));
  }

  private String chart() {
    if (result.latency().count() == 0) {
      return "";
    }
    return """
    <figure>
    <h2>%s</h2>
    %s
    <figcaption>How long the fastest so many per cent took at most. Both scales are logarithmic: \
    to the right, the slowest few.</figcaption>
    </figure>\
    """
        .formatted(escaped(report.measure()), new LatencyChart(result.latency()).svg());
  }

  private String rows() {
    return report.rows().stream()
        .map(row ->
            "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
                .formatted(escaped(row.name()), escaped(row.value())))
        .collect(Collectors.joining("\n"));
  }

  private static String footer(Instant when) {
    return "tidewire bench "
        + Version.ofProgram()
        + ", "
        + when.truncatedTo(ChronoUnit.SECONDS)
        + ", JDK "
        + Runtime.version().feature()
        + " on "
        + System.getProperty("os.name")
        + ", "
        + BenchReport.plural(Runtime.getRuntime().availableProcessors(), "core")
        + " for the generator";
  }
}
