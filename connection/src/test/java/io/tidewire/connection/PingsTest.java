package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.ClosedException;
import io.tidewire.protocol.CloseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PingsTest {
  private final Pings pings = new Pings();
  private final CompletableFuture<Duration> first = new CompletableFuture<>();
  private final CompletableFuture<Duration> second = new CompletableFuture<>();
  private final CompletableFuture<Duration> third = new CompletableFuture<>();

  @Test
  void aPongTellsTheTimeSinceItsPing() {
    long id = pings.sent(100, first);
    pings.pong(pong(id), 250);
    assertThat(first).isCompletedWithValue(Duration.ofNanos(150));
  }

  @Test
  void aPongAnswersAllPingsBeforeIt() {
    pings.sent(100, first);
    long id = pings.sent(200, second);
    pings.sent(300, third);
    pings.pong(pong(id), 350);
    assertThat(first).isCompletedWithValue(Duration.ofNanos(250));
    assertThat(second).isCompletedWithValue(Duration.ofNanos(150));
    assertThat(third).isNotDone();
  }

  @Test
  void pongsThatNobodyAskedForChangeNothing() {
    long id = pings.sent(100, first);
    pings.pong(ByteBuffer.allocate(0), 200);
    pings.pong(ByteBuffer.allocate(9), 200);
    pings.pong(pong(0), 200);
    pings.pong(pong(id + 1), 200);
    pings.pong(pong(-1), 200);
    pings.pong(pong(Long.MAX_VALUE), 200);
    assertThat(first).isNotDone();
    pings.pong(pong(id), 300);
    pings.pong(pong(id), 400);
    assertThat(first).isCompletedWithValue(Duration.ofNanos(200));
  }

  @Test
  void anAnswerMayComeInTheMidstOfABuffer() {
    long id = pings.sent(1, first);
    pings.pong(ByteBuffer.allocate(20).putLong(5, id).limit(13).position(5), 2);
    assertThat(first).isCompleted();
  }

  @Test
  void atTheEndAllThatWaitFail() {
    pings.sent(1, first);
    pings.sent(2, second);
    pings.end(new CloseReason(1000, "", CloseReason.By.PEER, "closed"));
    assertThat(first)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ClosedException.class);
    assertThat(second).isCompletedExceptionally();
  }

  private static ByteBuffer pong(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(0, id);
  }
}
