/// The `tidewire` command: `serve` and `connect`.
package io.tidewire.cli;
