package io.tidewire.load;

/// A run could not start. The message says why, in one line.
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1;

  LoadException(String why) {
    super(why);
  }

  LoadException(String why, Throwable cause) {
    super(why, cause);
  }
}
