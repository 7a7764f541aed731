package io.tidewire.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much memory a JVM uses.
///
/// @param heap what lives after a full collection, in bytes
/// @param resident what the process has in memory, in bytes
record Footprint(long heap, long resident) {
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  /// Collects first. Not for this process itself, which would wait for itself: while it counts, it
  /// cannot read what it found.
  static Footprint of(long pid) throws IOException {
    long heap = heap(histogram(pid));
    return new Footprint(heap, resident(Files.readAllLines(Path.of("/proc/" + pid + "/status"))));
  }

  // Counts live objects alone, and collects to know them.
  private static List<String> histogram(long pid) throws IOException {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    Process process =
        new ProcessBuilder(jcmd, "" + pid, "GC.class_histogram").redirectErrorStream(true).start();
    return process.inputReader().lines().toList();
  }

  /// The last line of a class histogram: `Total instances bytes`.
  static long heap(List<String> histogram) throws IOException {
    return find(histogram, TOTAL);
  }

  /// `VmRSS` of `/proc/PID/status`, proc(5), in KiB there.
  static long resident(List<String> status) throws IOException {
    return find(status, RESIDENT) << 10;
  }

  private static long find(List<String> lines, Pattern pattern) throws IOException {
    for (String line : lines) {
      Matcher found = pattern.matcher(line);
      if (found.matches()) {
        return Long.parseLong(found.group(1));
      }
    }
    throw new IOException("no " + pattern + " in " + String.join("\n", lines));
  }
}
