package io.tidewire.cli;

import io.tidewire.conformance.CaseResult;
import io.tidewire.conformance.Judgment;
import io.tidewire.conformance.Progress;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.Verdict;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows cases as they end: on a terminal those that are not OK, above a line of progress, and at
/// the end a table of the families; elsewhere a line for each.
final class CaseTable implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int BAR = 30;

  /// A longer line would wrap on the narrowest of usual terminals, and then not be cleared.
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  /// @param err where the line of progress is drawn and redrawn
  CaseTable(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void finished(CaseResult result, int done, int total) {
    counts.merge(result.verdict(), 1, Integer::sum);
    clearLine();
    if (!terminal || result.verdict() != Verdict.OK) {
      out.println(line(result));
      out.flush();
    }
    if (terminal) {
      err.print(progress(result, done, total));
      err.flush();
    }
  }

  @Override
  public void warned(String words) {
    err.println("tidewire check: warning: " + Visible.line(words));
  }

  /// What came of all.
  void summary(Report report) {
    clearLine();
    if (terminal) {
      families(report);
    }
    List<CaseResult> notRun = report.results().stream().filter(result -> !result.wasRun()).toList();
    if (!notRun.isEmpty()) {
      String why = Visible.line(notRun.getFirst().overall().why());
      out.println(notRun.size() + " of " + report.results().size() + " cases " + why);
    }
    String counts =
        Arrays.stream(Verdict.values())
            .filter(verdict -> report.count(verdict) > 0)
            .map(verdict -> report.count(verdict) + " " + verdict)
            .collect(Collectors.joining(", "));
    out.printf(
        Locale.ROOT,
        "%s: %s in %.1f s%n",
        Visible.line(report.agent()),
        counts.isEmpty() ? "nothing" : counts,
        report.duration().toMillis() / 1000.0);
  }

  private void clearLine() {
    if (terminal) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  private String progress(CaseResult latest, int done, int total) {
    int filled = BAR * done / total;
    String line = "█".repeat(filled) + "░".repeat(BAR - filled) + " " + done + "/" + total;
    for (Verdict verdict : List.of(Verdict.FAILED, Verdict.NON_STRICT)) {
      line += counts.containsKey(verdict) ? " " + counts.get(verdict) + " " + verdict : "";
    }
    line += " " + latest.tried().id();
    return line.substring(0, Math.min(WIDTH, line.length()));
  }

  private void families(Report report) {
    List<Verdict> columns =
        Arrays.stream(Verdict.values()).filter(verdict -> report.count(verdict) > 0).toList();
    out.println();
    out.printf("%-16s", "");
    columns.forEach(verdict -> out.printf("%15s", verdict));
    out.println();
    Map<String, List<CaseResult>> families =
        report.results().stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.tried().family(), LinkedHashMap::new, Collectors.toList()));
    families.forEach((family, results) -> {
      out.printf("%-16s", family);
      columns.forEach(verdict -> out.printf("%15s", count(results, verdict)));
      out.println();
    });
    out.println();
  }

  private static String count(List<CaseResult> results, Verdict verdict) {
    long count = results.stream().filter(result -> result.verdict() == verdict).count();
    return count == 0 ? "" : String.valueOf(count);
  }

  private static String line(CaseResult result) {
    return String.format(
        Locale.ROOT,
        "%-13s %-36s %6d ms%s",
        result.verdict(),
        result.tried().id(),
        result.duration().toMillis(),
        why("messages", result.messages())
            + why("close", result.close())
            + why("TCP", result.tcp()));
  }

  private static String why(String what, Judgment judgment) {
    return judgment.why().isEmpty() || !judgment.isReached()
        ? ""
        : "\n    " + what + ": " + judgment.verdict() + ", " + Visible.line(judgment.why());
  }
}
