package io.tidewire.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ctrl-C (SIGINT) and SIGTERM. The first interrupts the command, which then ends in order; the
/// second ends the process at once.
///
/// A shutdown hook would see the first alone, and could not choose the exit code. The JDK's only
/// other way is `sun.misc.Signal`, of whose every mention javac warns, and cannot be told not to:
/// hence reflection.
final class Signals {
  /// What shells expect of a process that Ctrl-C ended: 128 and the number of SIGINT.
  static final int EXIT_CODE = 130;

  private Signals() {}

  /// Interrupts `command` on the first signal.
  static void interrupt(Thread command) {
    AtomicBoolean interrupted = new AtomicBoolean();
    Runnable action =
        () -> {
          if (interrupted.getAndSet(true)) {
            Runtime.getRuntime().halt(EXIT_CODE);
          }
          command.interrupt();
        };
    handle("INT", action);
    handle("TERM", action);
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null, signal.getConstructor(String.class).newInstance(name), proxy(handler, action));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
    }
  }

  private static Object proxy(Class<?> handler, Runnable action) {
    InvocationHandler call =
        (_, _, _) -> {
          action.run();
          return null;
        };
    return Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
  }
}
