package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareFeedTest {
  private static final long START = 5_000_000_000L;
  private static final String ID = "0123456789abcdef";
  private static final CloseReason GONE =
      new CloseReason(1000, "", CloseReason.By.PEER, "the peer closed");

  private record Task(Duration delay, Runnable work) {}

  private long now = START;
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private final CompareFeed feed =
      new CompareFeed(() -> now, (delay, work) -> tasks.add(new Task(delay, work)));

  private static Peers.Peer asking(String rate, String bytes, String count) {
    return asking(ID, rate, bytes, count);
  }

  private static Peers.Peer asking(String id, String rate, String bytes, String count) {
    Map<String, List<String>> query =
        Map.of(
            "id", List.of(id),
            "rate", List.of(rate),
            "bytes", List.of(bytes),
            "count", List.of(count));
    return Peers.of(Peers.request("/compare/feed", Map.of(), query));
  }

  /// Lets the time pass until the next task, and a while longer.
  private void next(long late) {
    Task task = tasks.remove();
    now += task.delay.toNanos() + late;
    task.work.run();
  }

  @Test
  void oneMessageComesAtOnceAndTheOthersEvenlyOnceItIsStarted() {
    Peers.Peer ann = asking("10", "24", "3");
    feed.onOpen(ann.ws());
    assertThat(ann.sent()).containsExactly("5000000000 .............");
    assertThat(tasks).isEmpty();
    feed.start(ID);
    next(0);
    next(0);
    next(0);
    assertThat(ann.sent())
        .containsExactly(
            "5000000000 .............",
            "5100000000 .............",
            "5200000000 .............",
            "5300000000 .............");
    assertThat(tasks).isEmpty();
  }

  @Test
  void aMessageHasTheSizeAskedFor() {
    Peers.Peer ann = asking("1", "65536", "1");
    feed.onOpen(ann.ws());
    assertThat(ann.sent()).singleElement().asString().hasSize(65_536);
  }

  @Test
  void aTimerThatIsLateLosesNothing() {
    Peers.Peer ann = asking("1000", "24", "10");
    feed.onOpen(ann.ws());
    feed.start(ID);
    next(4_500_000); // by four and a half messages
    assertThat(ann.sent()).hasSize(1 + 5);
    assertThat(tasks.element().delay()).isEqualTo(Duration.ofNanos(500_000));
  }

  @Test
  void itStartsOnce() {
    feed.onOpen(asking("1", "24", "1").ws());
    feed.start("fedcba9876543210");
    assertThat(tasks).isEmpty();
    feed.start(ID);
    feed.start(ID);
    assertThat(tasks).hasSize(1);
  }

  @Test
  void countsWhoHasMessagesComing() {
    feed.onOpen(asking("1", "24", "1").ws());
    feed.onOpen(asking("fedcba9876543210", "1", "24", "2").ws());
    assertThat(feed.active()).isZero();
    feed.start(ID);
    feed.start("fedcba9876543210");
    assertThat(feed.active()).isEqualTo(2);
    next(0);
    assertThat(feed.active()).isEqualTo(1);
    next(0);
    assertThat(feed.active()).isZero();
  }

  @Test
  void nothingIsSentToWhoHasGone() {
    Peers.Peer ann = asking("1", "24", "5");
    feed.onOpen(ann.ws());
    feed.start(ID);
    ann.open().set(false);
    next(0);
    assertThat(ann.sent()).hasSize(1);
    assertThat(tasks).isEmpty();
    assertThat(feed.active()).isZero();
  }

  @Test
  void whoGoesBeforeTheStartIsForgotten() {
    Peers.Peer ann = asking("1", "24", "5");
    feed.onOpen(ann.ws());
    feed.onClose(ann.ws(), GONE);
    feed.start(ID);
    assertThat(tasks).isEmpty();
  }

  @Test
  void anIdIsOnePersonsUntilThen() {
    Peers.Peer ann = asking("1", "24", "5");
    Peers.Peer bob = asking("1", "24", "5");
    feed.onOpen(ann.ws());
    feed.onOpen(bob.ws());
    feed.onClose(bob.ws(), GONE);
    assertThat(bob.sent()).containsExactly("close 1008: another feed has this id");
    feed.start(ID);
    next(0);
    assertThat(ann.sent()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 64, 1, rate has to be a number from 1 to 1000",
    "1001, 64, 1, rate has to be a number from 1 to 1000",
    "many, 64, 1, rate has to be a number from 1 to 1000",
    "-1, 64, 1, rate has to be a number from 1 to 1000",
    "10, 23, 1, bytes has to be a number from 24 to 65536",
    "10, 65537, 1, bytes has to be a number from 24 to 65536",
    "10, 99999999999, 1, bytes has to be a number from 24 to 65536",
    "10, 64, 0, count has to be a number from 1 to 60000",
    "10, 64, 60001, count has to be a number from 1 to 60000",
  })
  void aBadValueIsRefusedWithTheReason(String rate, String bytes, String count, String why) {
    Peers.Peer ann = asking(rate, bytes, count);
    feed.onOpen(ann.ws());
    assertThat(ann.sent()).containsExactly("close 1008: " + why);
    assertThat(feed.active()).isZero();
    assertThat(tasks).isEmpty();
  }

  @Test
  void aMissingValueIsRefusedToo() {
    Peers.Peer ann = Peers.of(Peers.request("/compare/feed", Map.of(), Map.of()));
    feed.onOpen(ann.ws());
    assertThat(ann.sent()).singleElement().asString().startsWith("close 1008: rate has to be");
    Peers.Peer bob = asking("../..", "1", "24", "1");
    feed.onOpen(bob.ws());
    assertThat(bob.sent()).containsExactly("close 1008: id has to be of 16 to 64 hex digits");
  }
}
