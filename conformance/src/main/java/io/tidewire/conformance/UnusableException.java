package io.tidewire.conformance;

/// The peer cannot be tried at all. The message is one line that says why.
public final class UnusableException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableException(String line) {
    super(line);
  }
}
