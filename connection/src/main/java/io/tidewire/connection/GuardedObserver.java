package io.tidewire.connection;

import io.tidewire.protocol.FrameObserver;
import java.util.function.Consumer;

/// The application's frame observer. It runs in the midst of other things, perhaps of encoding: so
/// it is known while it runs, and what it throws goes no further. Event loop only.
final class GuardedObserver implements FrameObserver {
  private final FrameObserver observer;
  private final Consumer<Throwable> errorHook;
  private boolean running;
  private boolean failed;

  GuardedObserver(FrameObserver observer, Consumer<Throwable> errorHook) {
    this.observer = observer;
    this.errorHook = errorHook;
  }

  boolean isRunning() {
    return running;
  }

  @Override
  public void frame(boolean sent, boolean fin, int rsv, int opcode, boolean masked, long length) {
    if (failed) {
      return;
    }
    running = true;
    try {
      observer.frame(sent, fin, rsv, opcode, masked, length);
    } catch (Throwable failure) {
      failed = true;
      errorHook.accept(failure);
    } finally {
      running = false;
    }
  }
}
