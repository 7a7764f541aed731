package io.tidewire.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.tidewire.deflate.Zlib;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What of ours is there though no test runs: threads, and native memory of compression.
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Pattern EVENT_LOOP =
      Pattern.compile("tidewire-(epoll|io_uring|kqueue|nio)-\\d+");

  // Those that all servers and clients of a process share never end, one a core.
  private static final int SHARED_LOOPS = Runtime.getRuntime().availableProcessors();

  // An event loop keeps contexts for the next message, one of each kind that there was.
  private static final long KEPT_BY_A_LOOP = 1 << 20;

  private Leftovers() {}

  /// What does not go by itself within ten seconds; empty as soon as nothing is left.
  static List<String> afterAWhile() throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> left = now();
    while (!left.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
      Thread.sleep(10); // What is to end needs the processor too.
      left = now();
    }
    return left;
  }

  static List<String> now() throws IOException {
    List<String> left = new ArrayList<>(platformThreads());
    left.addAll(nativeMemory());
    // These take a while to find.
    return left.isEmpty() ? virtualThreads() : left;
  }

  private static List<String> platformThreads() {
    return Stream.concat(eventLoops().skip(SHARED_LOOPS), ours().filter(thread -> !isLoop(thread)))
        .map(thread -> thread + " still runs")
        .toList();
  }

  private static Stream<Thread> ours() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tidewire"));
  }

  private static Stream<Thread> eventLoops() {
    return ours().filter(Leftovers::isLoop);
  }

  private static boolean isLoop(Thread thread) {
    return EVENT_LOOP.matcher(thread.getName()).matches();
  }

  private static List<String> nativeMemory() {
    List<String> left = new ArrayList<>();
    if (Zlib.reservedBytes() != 0) {
      left.add(Zlib.reservedBytes() + " bytes are promised to connections for compression");
    }
    if (Zlib.nativeBytes() > eventLoops().count() * KEPT_BY_A_LOOP) {
      left.add(Zlib.nativeBytes() + " bytes of native memory are held for compression");
    }
    return left;
  }

  // The stack traces of all threads do not include those of virtual ones; a dump does.
  private static List<String> virtualThreads() throws IOException {
    Path folder = Files.createTempDirectory("threads");
    Path dump = folder.resolve("dump");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    String all = Files.readString(dump);
    Files.delete(dump);
    Files.delete(folder);
    return Stream.of(all.split("\n\n"))
        .filter(thread -> thread.contains(" virtual") && thread.contains("io.tidewire"))
        .toList();
  }
}
