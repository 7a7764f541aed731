package io.tidewire.deflate;

/// Carries what is wrong with an offer or a response to the judgement over it, and no further.
final class TermsException extends Exception {
  private static final long serialVersionUID = 1;

  TermsException(String reason) {
    super(reason, null, false, false); // no stack trace: peers cause this, and it must stay cheap
  }
}
