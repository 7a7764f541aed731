package io.tidewire.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files, and so connections, this process may have open.
final class OpenFiles {
  // Jars, the event loops' own, the standard streams, and what else a JVM opens as it goes.
  private static final long OTHERS = 64;

  private OpenFiles() {}

  static void require(int connections) throws LoadException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long limit = system.getMaxFileDescriptorCount();
      long needed = system.getOpenFileDescriptorCount() + connections + OTHERS;
      if (needed > limit) {
        throw new LoadException(
            connections
                + " connections need "
                + needed
                + " open files, and this process may have "
                + limit
                + " (ulimit -n)");
      }
    }
  }
}
