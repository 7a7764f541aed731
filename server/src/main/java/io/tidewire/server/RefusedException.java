package io.tidewire.server;

import io.tidewire.protocol.Refusal;

/// A request cannot be served as it came. Thrown by whoever finds out, caught in one place.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Refusal refusal;

  RefusedException(int status, String line) {
    this(Refusal.of(status, line));
  }

  RefusedException(Refusal refusal) {
    super(refusal.line(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
