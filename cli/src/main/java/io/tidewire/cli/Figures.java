package io.tidewire.cli;

import java.time.Duration;
import java.util.Locale;

/// Numbers as a person reads them.
final class Figures {
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB"};

  private Figures() {}

  /// `1,249,084`.
  static String count(long number) {
    return format("%,d", number);
  }

  /// Three significant digits, or all before the point: `1,249,084`, `34.9`, `0.294`.
  static String number(double number) {
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : number >= 1 ? 2 : 3;
    return format("%,." + decimals + "f", number);
  }

  /// A time in the unit that suits it: `627 µs`, `22.9 ms`, `1.20 s`.
  static String time(double nanos) {
    if (nanos < 1e6) {
      return number(nanos / 1e3) + " µs";
    }
    return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
  }

  static String time(long nanos) {
    return time((double) nanos);
  }

  /// `64 B`, `16 KiB`, `1.50 MiB`.
  static String size(double bytes) {
    double size = bytes;
    int unit = 0;
    for (; size >= 1024 && unit < SIZES.length - 1; unit++) {
      size /= 1024;
    }
    return (size == Math.rint(size) ? count((long) size) : number(size)) + " " + SIZES[unit];
  }

  /// `10.0 s`.
  static String seconds(Duration time) {
    return format("%.1f s", time.toNanos() / 1e9);
  }

  /// `36 %` of one, given as 0.36.
  static String percent(double share) {
    return format("%.0f %%", share * 100);
  }

  private static String format(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
