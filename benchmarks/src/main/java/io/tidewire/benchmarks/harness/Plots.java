package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.harness.Row.Group;
import io.tidewire.benchmarks.servers.Contestant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Bars of CPU a message, one picture a group of rows.
final class Plots {
  private static final int WIDTH = 760;
  private static final int LEFT = 210;
  private static final int RIGHT = 190;
  private static final int BAR = 16;
  private static final int STEP = 20;
  private static final int TITLE = 34;

  private final StringBuilder svg = new StringBuilder();
  private int y = 6;

  private Plots() {}

  static String file(Group group) {
    return group.name().toLowerCase(Locale.ROOT) + ".svg";
  }

  /// Writes a picture for each group that has messages and results.
  static void write(Results results, List<Row> rows, Path folder) throws IOException {
    for (Group group : Group.values()) {
      List<Row> drawn =
          rows.stream()
              .filter(row -> row.group() == group && group.isTraffic())
              .filter(row -> results.row(row.id()).isPresent())
              .toList();
      if (!drawn.isEmpty()) {
        Files.writeString(folder.resolve(file(group)), picture(results, drawn));
      }
    }
  }

  static String picture(Results results, List<Row> rows) {
    Plots plot = new Plots();
    rows.forEach(row -> plot.addRow(row, results.row(row.id()).orElseThrow()));
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
    font-family="sans-serif" font-size="12">
    <rect width="100%%" height="100%%" fill="#ffffff"/>
    """
            .formatted(WIDTH, plot.y + 8)
        + plot.svg
        + "</svg>\n";
  }

  private void addRow(Row row, Measured measured) {
    y += TITLE;
    svg.append(
        "<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s: server CPU µs a message</text>\n"
            .formatted(y - 12, row.title().replace("`", "")));
    double largest =
        row.contestants().stream()
            .mapToDouble(one -> measured.median(one, Figure.CPU).orElse(0))
            .max()
            .orElse(1);
    for (Contestant contestant : row.contestants()) {
      measured
          .median(contestant, Figure.CPU)
          .ifPresent(cpu -> addBar(row, measured, contestant, cpu, largest));
    }
  }

  private void addBar(
      Row row, Measured measured, Contestant contestant, double cpu, double largest) {
    double length = (WIDTH - LEFT - RIGHT) * cpu / largest;
    double ratio =
        measured.ratio(contestant, row.contestants().getFirst(), Figure.CPU).orElse(Double.NaN);
    int base = y + BAR - 4;
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <text x="%d" y="%d" text-anchor="end">%s</text>
            <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
            <text x="%.1f" y="%d">%s (%s ×)</text>
            """,
            LEFT - 8,
            base,
            contestant.title(),
            LEFT,
            y,
            length,
            BAR,
            colour(contestant),
            LEFT + length + 6,
            base,
            Target.number(cpu),
            Target.number(ratio)));
    y += STEP;
  }

  private static String colour(Contestant contestant) {
    return switch (contestant) {
      case NETTY_TCP, BARE_BROADCAST -> "#9aa5b1";
      case TIDEWIRE, TIDEWIRE_BLOCKING -> "#0b7285";
      default -> "#d9a441";
    };
  }
}
