package io.tidewire;

import io.tidewire.protocol.CloseReason;

/// The connection is closed or closing: a message cannot be sent, or no further one will come.
public final class ClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient CloseReason reason;

  public ClosedException(CloseReason reason) {
    super("closed with " + reason.code() + ": " + reason.explanation());
    this.reason = reason;
  }

  /// Code, text, who closed, and why in plain words.
  public CloseReason reason() {
    return reason;
  }
}
