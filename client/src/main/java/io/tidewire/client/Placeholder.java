package io.tidewire.client;

/** Lets the module export this package until its first class arrives; delete it then. */
final class Placeholder {
  private Placeholder() {}
}
