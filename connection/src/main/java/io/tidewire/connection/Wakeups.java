package io.tidewire.connection;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/// Wakes the virtual threads that wait for messages, at the end of the event loop's turn and all
/// together. Where cores are few, one woken in the midst of it takes the core from the event loop,
/// just to give it back after a message or two. Event loop only.
///
/// A platform thread is not woken in this way: it must not depend on a carrier being free.
final class Wakeups {
  private final EventLoop executor;
  // Those for whom something has come in this turn.
  private List<Waiters> due = new ArrayList<>();

  Wakeups(EventLoop executor) {
    this.executor = executor;
  }

  void add(Waiters waiters) {
    if (due.isEmpty()) {
      executor.execute(this::wakeAll);
    }
    due.add(waiters);
  }

  private void wakeAll() {
    List<Waiters> all = due;
    due = new ArrayList<>(all.size());
    if (all.size() == 1) {
      wake(all.getFirst());
    } else {
      // Only this one is woken from here: a virtual thread wakes others without the kernel's help.
      Thread.startVirtualThread(() -> all.forEach(Wakeups::wake));
    }
  }

  private static void wake(Waiters one) {
    one.locked(one::wake);
  }
}
