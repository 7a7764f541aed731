package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Rows as if they had been measured.
final class Measurements {
  private Measurements() {}

  static Measured row(String id, Sample... samples) {
    return new Measured(
        id,
        Instant.parse("2026-01-02T03:04:05Z"),
        new Machine("Test CPU", 2, "Linux 1.2", "Some VM 25"),
        3,
        new Times(1, 2),
        Map.of("jetty", "12.0.0"),
        List.of(samples));
  }

  static Sample cpu(Contestant contestant, double micros) {
    return new Sample(contestant.id(), Map.of(Figure.CPU, micros, Figure.GENERATOR, 50.0), null);
  }

  static Sample failed(Contestant contestant, String why) {
    return new Sample(contestant.id(), Map.of(), why);
  }
}
