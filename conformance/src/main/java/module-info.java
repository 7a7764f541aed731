/// The conformance kit. It shares nothing with the modules that it checks.
module io.tidewire.conformance {
  // For those who use the package with JUnit in its name. Not transitive: the others need no JUnit
  // to compile.
  requires static org.junit.jupiter.api;
  requires static org.opentest4j;

  exports io.tidewire.conformance;
  exports io.tidewire.conformance.junit;
}
