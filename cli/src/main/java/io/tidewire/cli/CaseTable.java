package io.tidewire.cli;

import io.tidewire.conformance.CaseResult;
import io.tidewire.conformance.Judgment;
import io.tidewire.conformance.Progress;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.Verdict;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Shows cases as they end: on a terminal those that are not OK, above a line of progress;
/// elsewhere a line for each.
final class CaseTable implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int WIDTH = 30;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;

  /// @param err where the line of progress is drawn and redrawn
  CaseTable(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void finished(CaseResult result, int done, int total) {
    if (terminal) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    if (!terminal || result.verdict() != Verdict.OK) {
      out.println(line(result));
      out.flush();
    }
    if (terminal) {
      err.print(bar(done, total) + " " + done + "/" + total + " " + result.tried().id());
      err.flush();
    }
  }

  /// What came of all, and of which cases something is to be said.
  void summary(Report report) {
    if (terminal) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    String counts =
        Arrays.stream(Verdict.values())
            .filter(verdict -> report.count(verdict) > 0)
            .map(verdict -> report.count(verdict) + " " + verdict)
            .collect(Collectors.joining(", "));
    out.println(Visible.line(report.agent()) + ": " + counts);
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
    return judgment.verdict() == Verdict.OK
            || (judgment.verdict() == Verdict.INFORMATIONAL && judgment.why().isEmpty())
        ? ""
        : "\n    " + what + ": " + judgment.verdict() + ", " + Visible.line(judgment.why());
  }

  private static String bar(int done, int total) {
    int filled = WIDTH * done / total;
    return "█".repeat(filled) + "░".repeat(WIDTH - filled);
  }
}
