package io.tidewire.conformance;

/// What a case found, from the best to the worst.
public enum Verdict {
  /// As it should be.
  OK,
  /// Nothing to judge; what was seen stands in the words beside it.
  INFORMATIONAL,
  /// The peer declined what the case needs, such as an extension, as it may.
  UNIMPLEMENTED,
  /// Allowed, but not the best behaviour.
  NON_STRICT,
  /// Against the clause that the case names.
  FAILED;

  /// As it is shown, such as `NON-STRICT`.
  @Override
  public String toString() {
    return name().replace('_', '-');
  }
}
