package io.tidewire.protocol;

/// Carries a refusal from the rule that was broken to [ServerHandshake#check], and no further.
final class HandshakeViolation extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  HandshakeViolation(Refusal refusal) {
    // No stack trace: peers cause this, and it must stay cheap.
    super(refusal.line(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
