package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.io.File;
import java.util.Map;

/// Measures one contestant once.
interface Trial {
  /// Starts what is measured, and ends it.
  ///
  /// @param log takes what the processes say on standard error
  /// @throws Exception when the contestant cannot do it
  Map<Figure, Double> run(Contestant contestant, Times times, File log) throws Exception;
}
