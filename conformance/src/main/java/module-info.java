/// The conformance kit. It shares nothing with the modules that it checks.
module io.tidewire.conformance {
  // For those who use the package with JUnit in its name.
  requires static transitive org.junit.jupiter.api;
  requires static org.opentest4j;

  exports io.tidewire.conformance;
  exports io.tidewire.conformance.junit;
}
