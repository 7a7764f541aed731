package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is still there after all other tests, whose servers and clients are closed. Buffers are
/// looked at after each class.
@Order(Integer.MAX_VALUE)
class NothingLeftBehindTest {

  @Test
  void ofOurThreadsOnlyTheSharedEventLoopsAreLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .filteredOn(name -> name.startsWith("tidewire"))
        .hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
  }

  /// The stack traces of all threads do not include those of virtual ones, so this takes a dump.
  @Test
  void noVirtualThreadServesAConnectionAnyMore(@TempDir Path folder) throws Exception {
    Path dump = folder.resolve("threads");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    assertThat(Files.readString(dump).split("\n\n"))
        .filteredOn(thread -> thread.contains("virtual"))
        .filteredOn(thread -> thread.contains("io.tidewire"))
        .isEmpty();
  }
}
