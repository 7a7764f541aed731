package io.tidewire.benchmarks.conformance;

import io.tidewire.benchmarks.conformance.Run.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes `docs/conformance.md` from the results of several agents.
public final class Matrix {
  private static final int SHOWN_FAULTS = 12;
  private static final int SHOWN_IDS = 3;
  private static final Map<String, String> SIGNS =
      Map.of(
          "OK",
          "",
          "INFORMATIONAL",
          " i",
          "UNIMPLEMENTED",
          " –",
          "NON-STRICT",
          " ~",
          "FAILED",
          " ✗");

  private final StringBuilder page = new StringBuilder();
  private final List<Run> runs;

  private Matrix(List<Run> runs) {
    this.runs = runs;
  }

  /// Writes the page.
  ///
  /// @param arguments the page, then what `tidewire check --json` wrote for each agent
  public static void main(String... arguments) throws IOException {
    List<Run> runs = Arrays.stream(arguments).skip(1).map(file -> Run.read(Path.of(file))).toList();
    Files.writeString(Path.of(arguments[0]), new Matrix(runs).page());
  }

  private String page() {
    page.append(
        """
        # Conformance

        What `tidewire check` finds about Tidewire and about servers and clients that we did not write, each an echo of a few lines with
        its library's defaults but for the size of messages, and with permessage-deflate where it has that. Written by
        `conformance/matrix`, which runs all of it anew and leaves a page with every case and its wire log in
        `target/conformance/matrix.html`.

        **OK** as it should be · **i** nothing to judge, only told · **–** the peer declined an extension, as it may · **~** NON-STRICT:
        allowed, but not the best behaviour · **✗** FAILED: against the clause that the case names. A number alone is a number of cases
        that are OK. `tidewire check --list` shows the cases, and `tidewire check --case 'close.*' URL` runs some of them.

        The agents ran one after the other on a machine of two processors that had other work, 16 cases at a time, each with 10 s for an
        answer. Where an agent had sent "nothing in time", it may hang or just be slow: Helidon takes longer for messages of 8 MiB and more,
        and what ran beside them waited too. A race of an agent shows in some runs and not in others, such as the missing answers
        to a close frame of Java-WebSocket's client. [conformance-rules.md](conformance-rules.md) lists the rules and the cases that try them.

        """);
    known();
    table("Servers", "server");
    table("Clients", "client");
    page.append("## What is behind the numbers\n\n");
    runs.forEach(this::details);
    return page.toString();
  }

  // ---- faults that we knew of, in words

  private void known() {
    String list =
        runs.stream()
            .flatMap(run ->
                KnownFault.ALL.stream()
                    .filter(fault -> fault.isOf(run))
                    .map(fault -> line(fault, run)))
            .collect(Collectors.joining());
    if (!list.isEmpty()) {
      page.append("## Notable faults\n\n").append(list).append('\n');
    }
  }

  private static String line(KnownFault fault, Run run) {
    List<Finding> seen = fault.seen(run);
    return seen.isEmpty()
        ? "- Of **"
            + run.agent()
            + "** it was said that it "
            + fault.words()
            + "; no case sees it.\n"
        : "- **" + run.agent() + "** " + fault.words() + ": " + ids(seen) + ".\n";
  }

  // ---- families and agents

  private void table(String title, String peer) {
    List<Run> some = runs.stream().filter(run -> run.peer().equals(peer)).toList();
    if (some.isEmpty()) {
      return;
    }
    page.append("## ").append(title).append("\n\n| |");
    some.forEach(run -> page.append(' ').append(run.agent()).append(" |"));
    page.append("\n| --- |").append(" --- |".repeat(some.size())).append('\n');
    List<String> families =
        some.stream().flatMap(run -> run.families().keySet().stream()).distinct().toList();
    for (String family : families) {
      row(family, some, run -> run.family(family).orElse(List.of()));
    }
    row("**all**", some, Run::findings);
    page.append("\nRun on ")
        .append(
            some.stream()
                .map(run -> run.date().substring(0, 10))
                .distinct()
                .collect(Collectors.joining(", ")))
        .append(".\n\n");
  }

  private void row(String title, List<Run> some, Function<Run, List<Finding>> findings) {
    page.append("| ").append(title).append(" |");
    some.forEach(run -> page.append(' ').append(cell(findings.apply(run))).append(" |"));
    page.append('\n');
  }

  private static String cell(List<Finding> some) {
    if (some.isEmpty()) {
      return "";
    }
    return Arrays.stream(Run.counts(some).split(", ", -1))
        .map(count -> count.split(" ", 2))
        .map(count -> count[0] + SIGNS.get(count[1]))
        .collect(Collectors.joining(" · "));
  }

  // ---- each agent

  private void details(Run run) {
    page.append("### ").append(run.agent()).append(", ").append(run.peer()).append("\n\n");
    page.append(Run.counts(run.findings()))
        .append("; the run took ")
        .append(Math.ceilDiv(run.millis(), 1000))
        .append(" s.\n\n");
    List<Map.Entry<String, List<Finding>>> faults = run.faults();
    faults.stream()
        .limit(SHOWN_FAULTS)
        .forEach(fault ->
            page.append("- ")
                .append(fault.getValue().size())
                .append(" × ")
                .append(fault.getKey())
                .append(" — ")
                .append(ids(fault.getValue()))
                .append('\n'));
    if (faults.size() > SHOWN_FAULTS) {
      page.append("- and ").append(faults.size() - SHOWN_FAULTS).append(" other kinds\n");
    }
    page.append(faults.isEmpty() ? "" : "\n");
  }

  private static String ids(List<Finding> some) {
    String more = some.size() > SHOWN_IDS ? " and " + (some.size() - SHOWN_IDS) + " more" : "";
    return some.stream()
        .limit(SHOWN_IDS)
        .map(finding -> "`" + finding.id() + "`")
        .collect(Collectors.joining(", ", "", more));
  }
}
