package io.tidewire.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// The result of a comparison as a picture of its own, for pages: a panel for each figure, a bar
/// for each transport. It follows the reader's theme.
record ComparisonPlot(ComparisonResult result) {
  private static final int WIDTH = 860;
  private static final int PANEL_WIDTH = 420;
  private static final int PANEL_HEIGHT = 176;
  private static final int TOP = 44;
  private static final int LABELS = 128;
  private static final int VALUES = 76;
  private static final int ROW = 24;

  /// One figure of all transports.
  private record Panel(
      String title, ToDoubleFunction<ComparedFigures> of, DoubleFunction<String> words) {}

  private static final List<Panel> PANELS =
      List.of(
          new Panel("Bytes on the wire for a message", ComparedFigures::bytes, Figures::size),
          new Panel(
              "HTTP requests for a message",
              each -> each.requests() * 1.0 / each.messages(),
              ComparisonPlot::ratio),
          new Panel("Server CPU for a message", ComparedFigures::cpuNanos, Figures::time),
          new Panel("Delivered within, 99 of 100", each -> (double) each.p99(), Figures::time));

  String svg() {
    List<String> parts = new ArrayList<>();
    parts.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, TOP + 2 * PANEL_HEIGHT, PageTemplate.escaped(words())));
    parts.add(STYLE);
    parts.add(text("work", 0, 16, "start", result.work() + "; the scales are logarithmic"));
    for (int i = 0; i < PANELS.size(); i++) {
      int x = i % 2 * (WIDTH - PANEL_WIDTH);
      int y = TOP + i / 2 * PANEL_HEIGHT;
      parts.add("<g transform=\"translate(" + x + " " + y + ")\">");
      panel(parts, PANELS.get(i));
      parts.add("</g>");
    }
    parts.add("</svg>");
    return String.join("\n", parts) + "\n";
  }

  private static final String STYLE =
      """
      <style>
      text { fill: #4d606d; font: 12.5px system-ui, sans-serif; }
      .title { fill: #12212b; font-weight: 600; }
      .value { fill: #12212b; font-variant-numeric: tabular-nums; }
      .grid { stroke: #d9e1e6; }
      .bar { fill: #7d8e99; }
      .ours { fill: #0a6670; }
      @media (prefers-color-scheme: dark) {
        text { fill: #95a8b3; }
        .title, .value { fill: #dce6eb; }
        .grid { stroke: #243138; }
        .bar { fill: #5d717d; }
        .ours { fill: #5bcac6; }
      }
      </style>\
      """;

  private String words() {
    StringBuilder words = new StringBuilder("What WebSocket saves");
    for (ComparedFigures each : measured()) {
      words
          .append("; ")
          .append(each.transport().title)
          .append(": ")
          .append(Figures.size(each.bytes()))
          .append(" and ")
          .append(Figures.time(each.cpuNanos()))
          .append(" of CPU for a message");
    }
    return words.toString();
  }

  private List<ComparedFigures> measured() {
    return result.figures().stream().filter(each -> each.messages() > 0).toList();
  }

  /// Requests for each message: `0`, `0.02`, `1`.
  private static String ratio(double requests) {
    return requests == Math.rint(requests)
        ? Figures.count((long) requests)
        : Figures.number(requests);
  }

  private void panel(List<String> parts, Panel panel) {
    List<ComparedFigures> rows = measured();
    double[] values = rows.stream().mapToDouble(panel.of).toArray();
    LogScale scale = LogScale.over(values);
    parts.add(text("title", 0, 16, "start", panel.title));
    int bottom = 26 + rows.size() * ROW;
    for (double line : scale.lines()) {
      parts.add("<path class=\"grid\" d=\"M%s 26V%d\"/>".formatted(at(x(scale, line)), bottom));
    }
    for (int i = 0; i < values.length; i++) {
      int y = 26 + i * ROW;
      parts.add(bar(rows.get(i).transport(), x(scale, values[i]), y));
      parts.add(text("name", LABELS - 8, y + 16, "end", rows.get(i).transport().title));
      parts.add(
          text("value", x(scale, values[i]) + 6, y + 16, "start", panel.words.apply(values[i])));
    }
  }

  private static double x(LogScale scale, double value) {
    return LABELS + scale.part(value) * (PANEL_WIDTH - LABELS - VALUES);
  }

  private static String bar(ComparedTransport transport, double end, int y) {
    return "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"16\" rx=\"2\"/>"
        .formatted(
            transport == ComparedTransport.WEBSOCKET ? "ours" : "bar",
            LABELS,
            y + 4,
            at(end - LABELS));
  }

  private static String text(String kind, double x, double y, String anchor, String words) {
    return "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
        .formatted(kind, at(x), at(y), anchor, PageTemplate.escaped(words));
  }

  /// A coordinate, to a tenth.
  private static String at(double coordinate) {
    return String.valueOf(Math.round(coordinate * 10) / 10.0);
  }
}
