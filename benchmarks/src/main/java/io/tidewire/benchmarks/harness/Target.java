package io.tidewire.benchmarks.harness;

import java.util.Locale;
import java.util.OptionalDouble;

/// What a row has to reach, and what it reached.
///
/// @param what the figure is, such as "CPU to the bare Netty TCP echo"
/// @param atMost whether the limit is an upper one
/// @param unit behind the numbers
record Target(
    String row, String what, boolean atMost, double limit, String unit, OptionalDouble figure) {

  static Target atMost(String row, String what, double limit, String unit, OptionalDouble figure) {
    return new Target(row, what, true, limit, unit, figure);
  }

  static Target atLeast(String row, String what, double limit, String unit, OptionalDouble figure) {
    return new Target(row, what, false, limit, unit, figure);
  }

  /// `met`, `missed`, or `not measured`.
  String verdict() {
    if (figure.isEmpty()) {
      return "not measured";
    }
    double reached = figure.getAsDouble();
    return (atMost ? reached <= limit : reached >= limit) ? "met" : "**missed**";
  }

  String limitText() {
    return (atMost ? "≤ " : "≥ ") + number(limit) + unit;
  }

  String figureText() {
    return figure.isPresent() ? number(figure.getAsDouble()) + unit : "–";
  }

  /// As many digits as say something.
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String digits = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, digits, value);
  }
}
