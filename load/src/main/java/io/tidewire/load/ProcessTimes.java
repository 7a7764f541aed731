package io.tidewire.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How much CPU time the processes at both ends use while messages are counted.
final class ProcessTimes {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Optional<ProcessHandle> server;

  // At the start, then from there to the end.
  private Duration own = Duration.ZERO;
  private Optional<CpuTimes> ofServer = Optional.empty();

  ProcessTimes(OptionalLong serverPid) throws LoadException {
    server = serverPid.isPresent() ? ProcessHandle.of(serverPid.getAsLong()) : Optional.empty();
    if (serverPid.isPresent() && serverNow().isEmpty()) {
      throw new LoadException(
          "there is no process " + serverPid.getAsLong() + " whose CPU time can be read");
    }
  }

  void start() {
    own = ownNow();
    ofServer = serverNow();
  }

  void stop() {
    own = ownNow().minus(own);
    ofServer = ofServer.flatMap(before -> serverNow().map(now -> now.minus(before)));
  }

  /// This process's, between start and stop.
  Duration own() {
    return own;
  }

  /// The server's; empty when it is not known.
  Optional<CpuTimes> ofServer() {
    return ofServer;
  }

  private static Duration ownNow() {
    return Duration.ofNanos(SYSTEM.getProcessCpuTime());
  }

  /// What the process has used includes threads that have ended; waiting is that of the others.
  private Optional<CpuTimes> serverNow() {
    return server.flatMap(process ->
        process
            .info()
            .totalCpuDuration()
            .map(used ->
                new CpuTimes(used.toNanos(), CpuTimes.ofThreads(process.pid()).waitingNanos())));
  }
}
