package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.util.List;

/// One kind of work, and who does it.
///
/// @param id the name on the command line
/// @param contestants the first is what the others are compared with
record Row(String id, String title, Group group, List<Contestant> contestants, Trial trial) {
  /// The parts of the report.
  enum Group {
    ECHO("Echo"),
    TLS("Echo over TLS"),
    BROADCAST("Broadcast"),
    COMPRESSION("Echo, compressed both ways"),
    MEMORY("Memory of idle connections"),
    GROWTH("Growth"),
    START("Start");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /// Whether its rows are of messages.
    boolean isTraffic() {
      return this != MEMORY && this != START;
    }
  }
}
