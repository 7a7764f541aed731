package io.tidewire.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What has run on the server's core, by `/proc/stat`, proc(5).
final class CoreTime {
  // user, nice and system, then irq and softirq, in hundredths of a second. A process is charged
  // with what interrupts do in its time, on loopback most of a socket's work, so that they belong
  // here too. Between them stand idle and iowait.
  private static final Pattern CORE =
      Pattern.compile("cpu0 (\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+) .*");
  private static final int TICK_MILLIS = 10;

  private CoreTime() {}

  /// So far, of all processes.
  static Duration now() throws IOException {
    return of(Files.readAllLines(Path.of("/proc/stat")));
  }

  static Duration of(List<String> stat) throws IOException {
    MatchResult core =
        stat.stream()
            .map(CORE::matcher)
            .filter(line -> line.matches())
            .findFirst()
            .orElseThrow(() -> new IOException("no " + CORE + " in " + stat));
    long ticks = 0;
    for (int i = 1; i <= core.groupCount(); i++) {
      ticks += Long.parseLong(core.group(i));
    }
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }
}
