package io.tidewire.connection;

import java.util.concurrent.CancellationException;

/// How a caller sees that its thread was interrupted while it waited.
public final class Interrupted {
  private Interrupted() {}

  /// What to throw; the thread's interrupt flag is set again.
  ///
  /// @param doing such as "waiting"
  public static CancellationException whileDoing(String doing, InterruptedException cause) {
    Thread.currentThread().interrupt();
    CancellationException cancelled = new CancellationException("interrupted while " + doing);
    cancelled.initCause(cause);
    return cancelled;
  }
}
