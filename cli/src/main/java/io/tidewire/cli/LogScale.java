package io.tidewire.cli;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// A scale by powers of ten, which begins below the least of some values and ends at the largest.
///
/// @param from a power of ten
record LogScale(double from, double to) {

  /// Over those that are not zero. Nothing lies on the scale's begin but what is zero.
  static LogScale over(double... values) {
    double[] positive = Arrays.stream(values).filter(value -> value > 0).toArray();
    double least = Arrays.stream(positive).min().orElse(1);
    double most = Arrays.stream(positive).max().orElse(10);
    // Half a power of ten below the least at least, so that its bar can be seen.
    double from = Math.pow(10, Math.floor(Math.log10(least) - 0.5));
    return new LogScale(from, most);
  }

  /// How far from the begin to the end a value lies: 0 to 1.
  double part(double value) {
    return value <= from ? 0 : Math.log10(value / from) / Math.log10(to / from);
  }

  /// The powers of ten on it.
  double[] lines() {
    return DoubleStream.iterate(from, line -> line <= to, line -> line * 10).toArray();
  }
}
