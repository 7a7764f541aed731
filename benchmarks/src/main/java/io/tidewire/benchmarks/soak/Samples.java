package io.tidewire.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What server and clients held at rest, sample by sample.
final class Samples {
  private final List<ServerProcess.Rest> server = new ArrayList<>();
  private final List<Vitals> clients = new ArrayList<>();

  void add(ServerProcess.Rest rest, Vitals here) {
    server.add(rest);
    clients.add(here);
  }

  static String heading() {
    StringBuilder line = new StringBuilder("sample connections  messages |");
    for (String side : List.of("server", "clients")) {
      line.append(' ').append(side).append(':');
      for (Vital vital : Vital.values()) {
        line.append(' ').append(vital.heading);
      }
      line.append(side.equals("server") ? " |" : " (memory in KiB)");
    }
    return line.toString();
  }

  String lastLine(int number, Tally tally) {
    return String.format(
        Locale.ROOT,
        "%6d %,11d %,9d |%s |%s",
        number,
        server.getLast().accepted(),
        tally.of("messages"),
        columns(server.getLast().vitals()),
        columns(clients.getLast()));
  }

  private static String columns(Vitals vitals) {
    StringBuilder columns = new StringBuilder();
    for (Vital vital : Vital.values()) {
      columns.append(String.format(Locale.ROOT, " %,7d", vitals.of(vital) / vital.unit));
    }
    return columns.toString();
  }

  /// Whether nothing has grown.
  boolean steady() {
    return changes().stream().noneMatch(Change::grew);
  }

  String verdict() {
    StringBuilder verdict = new StringBuilder("medians of the second tenth and of the last:\n");
    changes().forEach(change -> verdict.append(change).append('\n'));
    return verdict.append(steady() ? "STEADY" : "GROWING").toString();
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Vital vital : Vital.values()) {
      List<Vitals> serving = server.stream().map(ServerProcess.Rest::vitals).toList();
      changes.add(Change.of("server", vital, serving));
      changes.add(Change.of("clients", vital, clients));
    }
    return changes;
  }

  /// From the second tenth, when all code has run and is compiled, to the last.
  private record Change(String side, Vital vital, long early, long late) {
    static Change of(String side, Vital vital, List<Vitals> samples) {
      int tenth = samples.size() / 10;
      return new Change(
          side,
          vital,
          median(vital, samples.subList(tenth, 2 * tenth)),
          median(vital, samples.subList(samples.size() - tenth, samples.size())));
    }

    private static long median(Vital vital, List<Vitals> samples) {
      return samples.stream()
          .map(sample -> sample.of(vital))
          .sorted()
          .skip(samples.size() / 2)
          .findFirst()
          .orElseThrow();
    }

    boolean grew() {
      return late - early > vital.growth;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-8s %-9s %,8d -> %,8d, may grow by %,6d%s",
          side,
          vital.heading,
          early / vital.unit,
          late / vital.unit,
          vital.growth / vital.unit,
          grew() ? "  GREW" : "");
    }
  }
}
