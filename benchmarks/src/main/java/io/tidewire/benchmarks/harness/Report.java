package io.tidewire.benchmarks.harness;

import static io.tidewire.benchmarks.harness.Target.number;

import io.tidewire.benchmarks.harness.Row.Group;
import io.tidewire.benchmarks.servers.Contestant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// `docs/benchmarks.md`, written from the results alone.
final class Report {
  private static final String HEAD =
      """
      # Benchmarks

      Written by `./bench` from [benchmarks/results.json](benchmarks/results.json); not to be edited by hand.

      Each figure is the median of the rounds of one run, in which the contestants took turns. A contestant is a JVM of its own,
      started anew for each round on one event loop and pinned to core 0 (`taskset`); the load generator
      is another, pinned to core 1. All run with the same JVM flags (1 GiB of heap, serial collector), send at once (no Nagle) and take messages of
      16 MiB; those that compress do it with zlib's level 1. **CPU** is the server's user and system time by `/proc/PID/stat`, over the measured
      part and after a warm-up, divided by the messages: it stays nearly what it is when something else disturbs the machine, which messages per
      second and latencies do not. **others** is what such things took of the server's core, in per cent: where it is not small, distrust
      the row. The floor is a TCP echo of one handler on Netty's epoll.

      """;

  private final Results results;
  private final List<Row> rows;
  private final StringBuilder text = new StringBuilder();

  private Report(Results results, List<Row> rows) {
    this.results = results;
    this.rows = rows;
  }

  /// The whole page.
  static String page(Results results, List<Row> rows) {
    Report report = new Report(results, rows);
    report.text.append(HEAD);
    report.addRuns();
    report.addTargets();
    for (Group group : Group.values()) {
      report.addGroup(group);
    }
    return report.text.toString();
  }

  /// One row, as in the page.
  static String row(Row row, Measured measured) {
    return row.group().isTraffic() ? traffic(row, measured) : others(row, measured);
  }

  private Collection<Measured> measured() {
    return rows.stream().flatMap(row -> results.row(row.id()).stream()).toList();
  }

  private void addRuns() {
    Set<String> machines = new LinkedHashSet<>();
    Map<String, String> versions = new TreeMap<>();
    for (Measured one : measured()) {
      machines.add(machine(one));
      versions.putAll(one.versions());
    }
    machines.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append("- Versions: ").append(versions(versions)).append("\n\n");
  }

  private static String machine(Measured one) {
    return String.format(
        Locale.ROOT,
        "%s: %s, %d cores; %s; %s; %d rounds of %.0f s after %.0f s of CPU time for warm-up",
        one.at().atOffset(ZoneOffset.UTC).toLocalDate(),
        one.machine().processor(),
        one.machine().cores(),
        one.machine().kernel(),
        one.machine().jvm(),
        one.rounds(),
        one.times().measured(),
        one.times().warmup());
  }

  private static String versions(Map<String, String> versions) {
    return versions.entrySet().stream()
        .map(entry -> Contestant.of(entry.getKey()).title() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void addTargets() {
    text.append(
        "## Targets\n\n| row | what | target | figure | |\n| --- | --- | ---: | ---: | --- |\n");
    for (Target target : Targets.of(results)) {
      text.append(
          line(
              "`" + target.row() + "`",
              target.what(),
              target.limitText(),
              target.figureText(),
              target.verdict()));
    }
    text.append('\n');
  }

  private void addGroup(Group group) {
    List<Row> measured =
        rows.stream()
            .filter(row -> row.group() == group && results.row(row.id()).isPresent())
            .toList();
    if (measured.isEmpty()) {
      return;
    }
    text.append("## ").append(group.title()).append("\n\n");
    if (group.isTraffic()) {
      text.append("![CPU a message](benchmarks/").append(Plots.file(group)).append(")\n\n");
    }
    for (Row row : measured) {
      text.append(row(row, results.row(row.id()).orElseThrow())).append('\n');
    }
  }

  // ---- tables

  private static String traffic(Row row, Measured measured) {
    StringBuilder table = title(row);
    table.append(
        """
        | | CPU µs | rounds | to the first | messages/s | p50 µs | p99 µs | p99.9 µs | bytes back | others |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        """);
    for (Contestant contestant : present(row, measured)) {
      table.append(
          line(
              name(row, contestant, measured),
              median(measured, contestant, Figure.CPU),
              spread(measured, contestant),
              text(measured.ratio(contestant, row.contestants().getFirst(), Figure.CPU)),
              median(measured, contestant, Figure.RATE),
              median(measured, contestant, Figure.P50),
              median(measured, contestant, Figure.P99),
              median(measured, contestant, Figure.P999),
              median(measured, contestant, Figure.BYTES),
              median(measured, contestant, Figure.OTHERS)));
    }
    return table.append(notes(row, measured)).toString();
  }

  private static String others(Row row, Measured measured) {
    boolean start = row.group() == Group.START;
    List<Figure> figures =
        start ? List.of(Figure.START) : List.of(Figure.HEAP, Figure.NATIVE, Figure.ANSWERING);
    StringBuilder table = title(row);
    table.append(
        start
            ? "| | ms |\n| --- | ---: |\n"
            : "| | heap B a connection | native B a connection | answering |\n| --- | ---: | ---: | ---: |\n");
    for (Contestant contestant : present(row, measured)) {
      String cells =
          figures.stream()
              .map(figure -> median(measured, contestant, figure))
              .collect(Collectors.joining(" | "));
      table.append(line(name(row, contestant, measured), cells));
    }
    return table.append(notes(row, measured)).toString();
  }

  private static StringBuilder title(Row row) {
    return new StringBuilder("### " + row.title() + " (`" + row.id() + "`)\n\n");
  }

  private static List<Contestant> present(Row row, Measured measured) {
    return row.contestants().stream().filter(measured::has).toList();
  }

  private static String name(Row row, Contestant contestant, Measured measured) {
    String name = contestant.title();
    if (row.group() == Group.TLS) {
      name += " (" + contestant.tls() + ")";
    }
    return measured.failure(contestant).isPresent() ? name + " ✗" : name;
  }

  private static String spread(Measured measured, Contestant contestant) {
    var cpu = measured.values(contestant, Figure.CPU).summaryStatistics();
    return cpu.getCount() == 0 ? "–" : number(cpu.getMin()) + "–" + number(cpu.getMax());
  }

  private static String median(Measured measured, Contestant contestant, Figure figure) {
    return text(measured.median(contestant, figure));
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "–";
  }

  private static String line(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  // ---- what a reader has to know beside the figures

  private static String notes(Row row, Measured measured) {
    StringBuilder notes = new StringBuilder();
    for (Contestant contestant : present(row, measured)) {
      measured
          .failure(contestant)
          .ifPresent(why ->
              notes
                  .append("\n✗ ")
                  .append(contestant.title())
                  .append(": ")
                  .append(why)
                  .append('\n'));
    }
    String busy =
        present(row, measured).stream()
            .filter(one -> measured.median(one, Figure.GENERATOR).orElse(0) >= 90)
            .map(Contestant::title)
            .collect(Collectors.joining(", "));
    if (!busy.isEmpty()) {
      notes.append(
          "\nThe load generator had no time to spare, so that messages/s may be its own limit, not the server's: ");
      notes.append(busy).append(".\n");
    }
    return notes.toString();
  }
}
