package io.tidewire.benchmarks.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import io.tidewire.deflate.Zlib;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What this process holds of something, and by how much that may grow in a soak.
///
/// A soak opens thousands of connections between the samples that are compared. So what is left of
/// each, were it as little as a hundred bytes, shows against these bounds, and what varies by
/// itself does not.
enum Vital {
  /// What lives after a collection.
  HEAP("heap", 1 << 10, 1 << 20) {
    @Override
    long now() {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  },

  /// Contexts of zlib, and what is promised to connections. At rest only those are left that the
  /// event loops keep for the next message.
  ZLIB("zlib", 1 << 10, 0) {
    @Override
    long now() {
      return Zlib.nativeBytes() + Zlib.reservedBytes();
    }
  },

  /// Netty's buffers outside the heap: one more of those that event loops keep for reading is
  /// nothing yet.
  BUFFERS("buffers", 1 << 10, 256 << 10) {
    @Override
    long now() {
      return PlatformDependent.usedDirectMemory();
    }
  },

  /// All that the process has in memory, with what the JVM itself takes for code and classes.
  RESIDENT("resident", 1 << 10, 24 << 20) {
    @Override
    long now() throws IOException {
      return resident(Files.readString(Path.of("/proc/self/status")));
    }
  },

  /// Platform threads. Those that carry virtual ones come and go.
  THREADS("threads", 1, 2) {
    @Override
    long now() {
      return ManagementFactory.getThreadMXBean().getThreadCount();
    }
  },

  /// Virtual threads that serve a connection, or did.
  VIRTUAL("virtual", 1, 0) {
    @Override
    long now() throws IOException {
      return virtualThreads();
    }
  },

  FILES("files", 1, 2) {
    @Override
    long now() {
      return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
          .getOpenFileDescriptorCount();
    }
  };

  private static final Pattern RESIDENT_SET = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  final String heading;
  // How many of it one of a table is.
  final int unit;
  final long growth;

  /// @param growth how much more the last samples may show than the early ones
  Vital(String heading, int unit, long growth) {
    this.heading = heading;
    this.unit = unit;
    this.growth = growth;
  }

  abstract long now() throws IOException;

  private static long resident(String status) {
    Matcher found = RESIDENT_SET.matcher(status);
    if (!found.find()) {
      throw new IllegalStateException("no resident set in " + status);
    }
    return Long.parseLong(found.group(1)) << 10;
  }

  // Counted in a dump, since no bean counts those that are parked.
  private static long virtualThreads() throws IOException {
    Path folder = Files.createTempDirectory("soak");
    Path dump = folder.resolve("threads");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    String all = Files.readString(dump);
    Files.delete(dump);
    Files.delete(folder);
    return Stream.of(all.split("\n\n", -1))
        .filter(thread -> thread.contains(" virtual") && thread.contains("io.tidewire"))
        .count();
  }
}
