package io.tidewire.client;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Tells the application of states one at a time and in order, whichever threads they come from:
/// what comes during a call, or from within it, follows that call.
final class StateEvents {
  private final Consumer<ReconnectState> listener;
  private final Consumer<Throwable> failures;

  // guarded by this
  private final ArrayDeque<ReconnectState> waiting = new ArrayDeque<>();
  private boolean telling;

  StateEvents(Consumer<ReconnectState> listener, Consumer<Throwable> failures) {
    this.listener = listener;
    this.failures = failures;
  }

  void tell(ReconnectState state) {
    synchronized (this) {
      waiting.add(state);
      if (telling) {
        return;
      }
      telling = true;
    }
    for (ReconnectState next = next(); next != null; next = next()) {
      tellNow(next);
    }
  }

  private synchronized ReconnectState next() {
    ReconnectState next = waiting.poll();
    telling = next != null;
    return next;
  }

  private void tellNow(ReconnectState state) {
    try {
      listener.accept(state);
    } catch (Throwable failure) {
      failures.accept(failure);
    }
  }
}
