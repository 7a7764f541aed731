package io.tidewire.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes when the test says so.
final class ManualTimer implements Timer {
  private final BlockingQueue<Scheduled> scheduled = new LinkedBlockingQueue<>();
  private final AtomicLong now = new AtomicLong();

  private record Scheduled(Duration delay, Runnable task) {}

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    Scheduled waiting = new Scheduled(delay, task);
    scheduled.add(waiting);
    return () -> scheduled.remove(waiting);
  }

  /// Waits until something waits for its time, and lets that come.
  ///
  /// @return how long it was to wait
  Duration run() throws InterruptedException {
    Scheduled next = scheduled.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was to come");
    }
    pass(next.delay);
    next.task.run();
    return next.delay;
  }

  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  boolean isEmpty() {
    return scheduled.isEmpty();
  }
}
