/// A soak: hours of traffic and faults, and what a server and its clients hold at rest in between.
package io.tidewire.benchmarks.soak;
