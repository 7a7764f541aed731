package io.tidewire.benchmarks.harness;

/// How long a trial takes.
///
/// @param warmup seconds of the server's CPU time before it counts
/// @param measured seconds that count
record Times(double warmup, double measured) {}
