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
  private Duration own = Duration.ZERO;
  private Optional<Duration> servers = Optional.empty();

  ProcessTimes(OptionalLong serverPid) {
    server = serverPid.isPresent() ? ProcessHandle.of(serverPid.getAsLong()) : Optional.empty();
  }

  void start() {
    own = ownNow();
    servers = serversNow();
  }

  void stop() {
    own = ownNow().minus(own);
    servers = servers.flatMap(before -> serversNow().map(now -> now.minus(before)));
  }

  /// This process's, between start and stop.
  Duration own() {
    return own;
  }

  /// The server's; empty when it is not known.
  Optional<Duration> servers() {
    return servers;
  }

  private static Duration ownNow() {
    return Duration.ofNanos(SYSTEM.getProcessCpuTime());
  }

  private Optional<Duration> serversNow() {
    return server.flatMap(process -> process.info().totalCpuDuration());
  }
}
