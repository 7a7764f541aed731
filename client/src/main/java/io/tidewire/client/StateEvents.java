package io.tidewire.client;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/// Tells the application of states one at a time and in order, whichever threads they come from:
/// what comes during a call, or from within it, follows that call.
final class StateEvents {
  private final Consumer<ReconnectState> listener;
  private final Consumer<Throwable> failures;

  // guarded by this
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  StateEvents(Consumer<ReconnectState> listener, Consumer<Throwable> failures) {
    this.listener = listener;
    this.failures = failures;
  }

  void tell(ReconnectState state) {
    then(() -> listener.accept(state));
  }

  /// Runs a task when all has been told that came before it.
  void then(Runnable task) {
    synchronized (this) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    for (Runnable next = next(); next != null; next = next()) {
      run(next);
    }
  }

  private synchronized Runnable next() {
    Runnable next = waiting.poll();
    running = next != null;
    return next;
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable failure) {
      failures.accept(failure);
    }
  }
}
