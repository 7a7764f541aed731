/// The conformance kit as tests of JUnit Jupiter, which the project that uses this package brings
/// along.
package io.tidewire.conformance.junit;
