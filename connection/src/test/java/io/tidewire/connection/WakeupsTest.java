package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeupsTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Wakeups wakeups = new Wakeups(channel.eventLoop());

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void oneVirtualThreadIsWokenWhenTheTurnEnds() throws Exception {
    Waiter waiter = new Waiter(Thread.ofVirtual());

    waiter.come();

    waiter.assertWaits();
    channel.runPendingTasks();
    waiter.done.join();
  }

  @Test
  void manyVirtualThreadsAreWokenWhenTheTurnEnds() throws Exception {
    Waiter first = new Waiter(Thread.ofVirtual());
    Waiter second = new Waiter(Thread.ofVirtual());

    first.come();
    second.come();

    first.assertWaits();
    second.assertWaits();
    channel.runPendingTasks();
    first.done.join();
    second.done.join();
  }

  @Test
  void theNextTurnWakesAgain() throws Exception {
    oneVirtualThreadIsWokenWhenTheTurnEnds();
    manyVirtualThreadsAreWokenWhenTheTurnEnds();
    oneVirtualThreadIsWokenWhenTheTurnEnds();
  }

  @Test
  void aPlatformThreadIsWokenAtOnce() throws Exception {
    Waiter waiter = new Waiter(Thread.ofPlatform());

    waiter.come();

    waiter.done.join();
  }

  /// A thread that waits for something to come.
  private final class Waiter {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Waiters waiters = new Waiters(wakeups);
    // Guarded by the waiters' lock.
    private boolean came;

    Waiter(Thread.Builder builder) throws InterruptedException {
      CountDownLatch waits = new CountDownLatch(1);
      builder.start(() -> {
        waiters.locked(() -> {
          waits.countDown();
          waiters.await(() -> came, Waiters.FOREVER);
        });
        done.complete(null);
      });
      // Whoever has the lock after this has it while the thread waits.
      waits.await();
    }

    void come() {
      waiters.locked(() -> {
        came = true;
        waiters.wakeInTurn();
      });
    }

    // Nothing but the turn's end is to wake it.
    void assertWaits() {
      assertThat(done).isNotDone();
    }
  }
}
