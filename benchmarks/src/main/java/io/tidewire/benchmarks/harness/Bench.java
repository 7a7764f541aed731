package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures every row, or those chosen, and writes the report.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    description =
        "Measures Tidewire beside other servers and bare sockets, as whole processes, and rewrites"
            + " docs/benchmarks.md. Needs Linux, two cores and taskset. All of it takes about two"
            + " hours on a machine that should do nothing else.")
public final class Bench implements Callable<Integer> {
  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Only these; a name's beginning and * will do, such as echo-*.")
  private List<String> chosenRows = List.of();

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "NAME",
      description = "Only these, and what they are compared with. Nothing is written then.")
  private List<String> chosenServers = List.of();

  @Option(names = "--rounds", description = "How often each is measured; default ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--seconds", description = "How long, each time; default ${DEFAULT-VALUE}.")
  private double seconds = 5;

  @Option(
      names = "--warmup",
      description = "Seconds of the server's CPU time before; default ${DEFAULT-VALUE}.")
  private double warmup = 5;

  @Option(names = "--list", description = "Lists the rows and the servers of each, and ends.")
  private boolean list;

  @Option(names = "--report", description = "Writes the report from the results as they are.")
  private boolean reportOnly;

  @Option(names = "--home", hidden = true, description = "Of the checkout.")
  private Path home = Path.of("");

  private Bench() {}

  /// See `--help`.
  public static void main(String... arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(Bench::endAll, "end all"));
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  // What was started goes on otherwise when this ends by a signal.
  private static void endAll() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
  }

  @Override
  public Integer call() throws Exception {
    home = home.toAbsolutePath();
    List<Row> all = Rows.all(home);
    if (list) {
      all.forEach(row -> System.out.println(describe(row)));
      return 0;
    }
    Results results = Results.read(home.resolve("docs/benchmarks/results.json"));
    if (!reportOnly) {
      measure(all.stream().filter(this::isChosen).toList(), all, results);
    }
    write(results, all);
    return 0;
  }

  private static String describe(Row row) {
    return String.format("%-18s %s: %s", row.id(), row.title(), ids(row.contestants()));
  }

  private static String ids(List<Contestant> contestants) {
    return contestants.stream().map(Contestant::id).collect(Collectors.joining(" "));
  }

  private boolean isChosen(Row row) {
    return chosenRows.isEmpty()
        || chosenRows.stream()
            .anyMatch(name ->
                name.endsWith("*")
                    ? row.id().startsWith(name.substring(0, name.length() - 1))
                    : row.id().equals(name));
  }

  // The first is always there: without what it is compared with, a figure says little.
  private List<Contestant> chosen(Row row) {
    return row.contestants().stream()
        .filter(one ->
            chosenServers.isEmpty()
                || chosenServers.contains(one.id())
                || one == row.contestants().getFirst())
        .toList();
  }

  private void measure(List<Row> chosen, List<Row> all, Results results) throws Exception {
    for (Row row : chosen) {
      Measured measured = measure(row);
      System.out.println(Report.row(row, measured));
      if (chosenServers.isEmpty()) {
        results.put(measured);
        write(results, all);
      }
    }
  }

  private Measured measure(Row row) throws IOException {
    Times times = new Times(warmup, seconds);
    Map<String, String> versions = new TreeMap<>();
    List<Sample> samples = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : chosen(row)) {
        Sample sample = measure(row, contestant, times);
        samples.add(sample);
        contestant.version().ifPresent(version -> versions.put(contestant.id(), version));
        System.out.println(row.id() + " " + round + "/" + rounds + " " + sample);
      }
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new Measured(row.id(), now, Machine.here(), rounds, times, versions, samples);
  }

  private Sample measure(Row row, Contestant contestant, Times times) throws IOException {
    File log = log(row, contestant);
    try {
      return new Sample(contestant.id(), row.trial().run(contestant, times, log), null);
    } catch (Exception failure) {
      return new Sample(contestant.id(), Map.of(), failure.getMessage());
    }
  }

  private File log(Row row, Contestant contestant) throws IOException {
    Path folder = home.resolve("target/bench");
    Files.createDirectories(folder);
    return folder.resolve(row.id() + "-" + contestant.id() + ".log").toFile();
  }

  private void write(Results results, List<Row> all) throws IOException {
    if (chosenServers.isEmpty()) {
      results.write();
      Plots.write(results, all, home.resolve("docs/benchmarks"));
      Files.writeString(home.resolve("docs/benchmarks.md"), Report.page(results, all));
    }
  }
}
