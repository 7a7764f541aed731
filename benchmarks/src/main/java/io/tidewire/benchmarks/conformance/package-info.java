/// Drivers for clients under test, and the page that sets all agents side by side.
package io.tidewire.benchmarks.conformance;
