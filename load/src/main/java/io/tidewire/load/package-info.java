/// The load generator: what `tidewire bench` and the project's benchmarks drive servers with.
///
/// [io.tidewire.load.LoadGenerator#run] takes [io.tidewire.load.LoadOptions] and gives a
/// [io.tidewire.load.LoadResult].
package io.tidewire.load;
