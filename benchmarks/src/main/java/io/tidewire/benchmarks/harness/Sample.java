package io.tidewire.benchmarks.harness;

import java.util.Map;

/// What one trial came to.
///
/// @param contestant its id
/// @param failure why there are no figures, else null
record Sample(String contestant, Map<Figure, Double> figures, String failure) {}
