/// The conformance kit. It shares nothing with the modules that it checks.
module io.tidewire.conformance {
  exports io.tidewire.conformance;
}
