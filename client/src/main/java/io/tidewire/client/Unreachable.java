package io.tidewire.client;

/// No TCP connection came about; the message says why, in plain words.
final class Unreachable extends Exception {
  private static final long serialVersionUID = 1;

  Unreachable(String why, Throwable cause) {
    super(why, cause);
  }
}
