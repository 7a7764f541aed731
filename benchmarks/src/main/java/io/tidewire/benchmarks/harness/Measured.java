package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/// A row as it was measured in one run.
///
/// @param row its id
/// @param versions of the contestants' libraries
record Measured(
    String row,
    Instant at,
    Machine machine,
    int rounds,
    Times times,
    Map<String, String> versions,
    List<Sample> samples) {

  boolean has(Contestant contestant) {
    return samples.stream().anyMatch(sample -> sample.contestant().equals(contestant.id()));
  }

  /// The middle one of the rounds; empty where none succeeded.
  OptionalDouble median(Contestant contestant, Figure figure) {
    double[] sorted = values(contestant, figure).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    boolean odd = sorted.length % 2 == 1;
    return OptionalDouble.of(odd ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
  }

  /// All rounds'.
  DoubleStream values(Contestant contestant, Figure figure) {
    return samples.stream()
        .filter(sample -> sample.contestant().equals(contestant.id()))
        .filter(sample -> sample.figures().containsKey(figure))
        .mapToDouble(sample -> sample.figures().get(figure));
  }

  /// Why a contestant has no figures.
  Optional<String> failure(Contestant contestant) {
    return samples.stream()
        .filter(sample -> sample.contestant().equals(contestant.id()))
        .filter(sample -> sample.failure() != null)
        .map(Sample::failure)
        .findFirst();
  }

  /// How one contestant's median stands to another's; empty where one has none.
  OptionalDouble ratio(Contestant of, Contestant to, Figure figure) {
    OptionalDouble above = median(of, figure);
    OptionalDouble below = median(to, figure);
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }
}
