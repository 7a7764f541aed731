package io.tidewire.cli;

import io.tidewire.load.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The curve of the latencies as SVG. To the right lies the share of answers that took longer, each
/// step a tenth of the one before; upwards the time, by powers of ten.
record LatencyChart(Latency latency) {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 360;
  private static final int LEFT = 74;
  private static final int RIGHT = 24;
  private static final int TOP = 16;
  private static final int BOTTOM = 34;
  private static final double[] STEPS = {1, 2, 5};

  String svg() {
    List<String> parts = new ArrayList<>();
    parts.add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Latency by percentile: p50 %s, p99 %s, longest %s\">"
            .formatted(
                WIDTH,
                HEIGHT,
                Figures.time(latency.p50()),
                Figures.time(latency.p99()),
                Figures.time(latency.max())));
    grid(parts);
    parts.add("<polyline class=\"curve\" points=\"" + points() + "\"/>");
    mark(parts, 50, (double) latency.p50());
    mark(parts, 90, (double) latency.p90());
    mark(parts, 99, (double) latency.p99());
    mark(parts, 99.9, (double) latency.p999());
    parts.add("</svg>");
    return String.join("\n", parts);
  }

  // ---- scales

  /// How many nines there are at the right edge: as many as the answers can tell.
  private double nines() {
    return Math.max(1, Math.log10((double) latency.count()));
  }

  private double x(double percentile) {
    double nines = percentile >= 100 ? nines() : -Math.log10(1 - percentile / 100);
    return LEFT + (WIDTH - LEFT - RIGHT) * Math.min(nines, nines()) / nines();
  }

  private double y(double nanos) {
    double from = Math.log10(lowest());
    double to = Math.log10(highest());
    double part = (Math.log10(Math.max(nanos, lowest())) - from) / (to - from);
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
  }

  private double lowest() {
    double least = Math.max(1, latency.curve().getFirst().nanos());
    return Math.pow(10, Math.floor(Math.log10(least)));
  }

  private double highest() {
    double most = Math.max(lowest() * 2, (double) latency.max());
    double decade = Math.pow(10, Math.floor(Math.log10(most)));
    for (double step : STEPS) {
      if (most <= decade * step) {
        return decade * step;
      }
    }
    return decade * 10;
  }

  // ---- parts

  private void grid(List<String> parts) {
    for (double decade = lowest(); decade <= highest(); decade *= 10) {
      for (double step : STEPS) {
        if (decade * step <= highest()) {
          horizontal(parts, decade * step);
        }
      }
    }
    for (int nines = 0; nines <= nines(); nines++) {
      vertical(parts, nines);
    }
  }

  private void horizontal(List<String> parts, double nanos) {
    parts.add(grid("M" + LEFT + " " + at(y(nanos)) + "H" + (WIDTH - RIGHT)));
    parts.add(text("end", LEFT - 8, y(nanos) + 4, roundTime(nanos)));
  }

  private void vertical(List<String> parts, int nines) {
    double x = x(100 - 100 / Math.pow(10, nines));
    parts.add(grid("M" + at(x) + " " + TOP + "V" + (HEIGHT - BOTTOM)));
    parts.add(text("middle", x, HEIGHT - 12, percentile(nines)));
  }

  private static String grid(String path) {
    return "<path class=\"grid\" d=\"" + path + "\"/>";
  }

  private static String text(String anchor, double x, double y, String text) {
    return "<text text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
        .formatted(anchor, at(x), at(y), text);
  }

  /// `0 %`, `90 %`, `99 %`, `99.9 %`, and so on.
  private static String percentile(int nines) {
    String digits = "9".repeat(nines);
    return switch (nines) {
      case 0 -> "0 %";
      case 1 -> "90 %";
      case 2 -> "99 %";
      default -> digits.substring(0, 2) + "." + digits.substring(2) + " %";
    };
  }

  /// Of a round number: `5 ms`.
  private static String roundTime(double nanos) {
    if (nanos < 1e3) {
      return Math.round(nanos) + " ns";
    }
    if (nanos < 1e6) {
      return Math.round(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? Math.round(nanos / 1e6) + " ms" : Math.round(nanos / 1e9) + " s";
  }

  private String points() {
    return latency.curve().stream()
        .map(point -> at(x(point.percentile())) + "," + at(y((double) point.nanos())))
        .collect(Collectors.joining(" "));
  }

  /// A percentile that so few answers do not tell is left out.
  private void mark(List<String> parts, double percentile, double nanos) {
    if (-Math.log10(1 - percentile / 100) > nines()) {
      return;
    }
    parts.add(
        "<circle class=\"mark\" cx=\"%s\" cy=\"%s\" r=\"4\"/>"
            .formatted(at(x(percentile)), at(y(nanos))));
    // Below and to the right there is room, since the curve only rises.
    parts.add(text("start", x(percentile) + 8, y(nanos) + 16, Figures.time(nanos)));
  }

  /// A coordinate, to a tenth.
  private static String at(double coordinate) {
    return String.valueOf(Math.round(coordinate * 10) / 10.0);
  }
}
