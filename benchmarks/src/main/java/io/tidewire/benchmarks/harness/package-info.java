/// Measures the contestants as whole processes, one after the other in one run: each on a core of
/// its own, the load generator on another. See [io.tidewire.benchmarks.harness.Bench].
package io.tidewire.benchmarks.harness;
