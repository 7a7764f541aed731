package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
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
    turn(1);
  }

  @Test
  void manyVirtualThreadsAreWokenWhenTheTurnEnds() throws Exception {
    turn(3);
  }

  @Test
  void theNextTurnWakesAgain() throws Exception {
    turn(2);
    turn(1);
    turn(2);
  }

  private void turn(int count) throws Exception {
    List<Waiter> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new Waiter(Thread.ofVirtual()));
    }
    all.forEach(Waiter::come);
    assertThat(all).noneMatch(one -> one.done.isDone());
    channel.runPendingTasks();
    for (Waiter one : all) {
      Soon.get(one.done);
    }
  }

  @Test
  void aPlatformThreadIsWokenAtOnce() throws Exception {
    Waiter waiter = new Waiter(Thread.ofPlatform());

    waiter.come();

    Soon.get(waiter.done);
  }

  // A thread that waits for something to come.
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
  }
}
