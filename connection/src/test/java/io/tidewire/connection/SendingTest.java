package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Threads that wait for room to send.
class SendingTest extends BlockingStyle {
  private static final WebSocketOptions DEFAULTS = WebSocketOptions.DEFAULTS;

  SendingTest() {
    super(DEFAULTS);
  }

  @Test
  void aSenderWaitsWhileTheQueueIsFullAndGoesOnWhenThePeerReads() throws Exception {
    int count = 64;
    byte[] payload = Payload.of(MEBIBYTE);
    Soon.Started<Integer> sender =
        Soon.start(() -> {
          int sent = 0;
          while (sent < count && ws.send(payload)) {
            sent++;
          }
          return sent;
        });
    sender.awaitBlocked();
    assertThat(ws.queuedBytes()).isLessThan(4L * MEBIBYTE);
    for (int i = 0; i < count; i++) {
      assertThat(peer.read().payload()).hasSize(MEBIBYTE);
    }
    assertThat(sender.get()).isEqualTo(count);
    assertThat(ws.droppedMessages()).isZero();
  }

  @Test
  void sendersWhoWaitAreToldWhenThePeerIsGone() throws Exception {
    List<Soon.Started<Object>> senders = senders(3);
    peer.vanish();
    for (Soon.Started<Object> sender : senders) {
      assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedException.class);
    }
  }

  @Test
  void sendersWhoWaitAreToldOfAnAbort() throws Exception {
    List<Soon.Started<Object>> senders = senders(3);
    ws.abort();
    for (Soon.Started<Object> sender : senders) {
      assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedException.class);
    }
  }

  @Test
  void sendersWhoWaitAreToldOfACloseAndWhatWasAcceptedStillGoes() throws Exception {
    List<Soon.Started<Object>> senders = senders(3);
    CompletableFuture<?> closed = ws.close(4000, "enough");
    for (Soon.Started<Object> sender : senders) {
      assertThatThrownBy(sender::get)
          .hasCauseInstanceOf(ClosedException.class)
          .hasMessageContaining("4000");
    }
    Frame last = peer.read();
    while (last.opcode() == 2) {
      assertThat(last.payload()).hasSize(MEBIBYTE);
      last = peer.read();
    }
    assertThat(last).hasToString("close 4000 enough");
    assertThat(closed).isNotDone();
    peer.send(Frame.close(4000));
    Soon.get(closed);
  }

  @Test
  void virtualThreadsThatWaitAreToldToo() throws Exception {
    List<CompletableFuture<Object>> senders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Object> end = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> end.completeAsync(this::sendForEver, Runnable::run));
      senders.add(end);
    }
    Soon.until(() -> ws.queuedBytes() > MEBIBYTE);
    peer.vanish();
    for (CompletableFuture<Object> sender : senders) {
      assertThatThrownBy(() -> Soon.get(sender)).hasCauseInstanceOf(ClosedException.class);
    }
  }

  private List<Soon.Started<Object>> senders(int count) {
    List<Soon.Started<Object>> senders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      senders.add(Soon.start(this::sendForEver));
    }
    senders.forEach(Soon.Started::awaitBlocked);
    return senders;
  }

  private Object sendForEver() {
    byte[] payload = new byte[MEBIBYTE];
    while (true) {
      assertThat(ws.send(payload)).isTrue();
    }
  }

  @Test
  void aPeerThatTakesNothingDoesNotHoldItsSendersForEver() throws Exception {
    open(DEFAULTS.withWriteTimeout(Duration.ofMillis(300)));
    Soon.Started<Object> first = Soon.start(this::sendForEver);
    Soon.Started<Object> second = Soon.start(this::sendForEver);
    for (Soon.Started<Object> sender : List.of(first, second)) {
      assertThatThrownBy(sender::get)
          .hasCauseInstanceOf(ClosedException.class)
          .hasMessageContaining("the peer took no byte in 300 ms, although some waited");
    }
  }

  @Test
  void theLoopAndOtherThreadsMaySendAtOnceEachInItsOrder() throws Exception {
    open(DEFAULTS.withQueueLimit(64 * MEBIBYTE)); // the loop does not wait
    int each = 2000;
    Soon.Started<Object> thread =
        Soon.start(() -> {
          for (int i = 0; i < each; i++) {
            ws.send("thread " + i);
          }
          return null;
        });
    Soon.Started<Object> loop =
        Soon.start(() -> {
          for (int i = 0; i < each; i += 4) {
            int first = i;
            loopback.onLoop(() -> {
              for (int j = first; j < first + 4; j++) {
                assertThat(ws.send("loop " + j)).isTrue();
              }
              return null;
            });
          }
          return null;
        });
    int nextOfThread = 0;
    int nextOfLoop = 0;
    for (int i = 0; i < 2 * each; i++) {
      String text = peer.next();
      if (text.startsWith("text thread")) {
        assertThat(text).isEqualTo("text thread " + nextOfThread++);
      } else {
        assertThat(text).isEqualTo("text loop " + nextOfLoop++);
      }
    }
    thread.get();
    loop.get();
  }

  @Test
  void anInterruptedSenderHasSentNothing() throws Exception {
    Soon.Started<Integer> sender =
        Soon.start(() -> {
          byte[] payload = new byte[MEBIBYTE];
          int sent = 0;
          try {
            while (true) {
              ws.send(payload);
              sent++;
            }
          } catch (CancellationException e) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return sent;
          }
        });
    sender.awaitBlocked();
    sender.interrupt();
    int sent = sender.get();
    ws.close(1000, "");
    int arrived = 0;
    while (peer.read().opcode() == 2) {
      arrived++;
    }
    assertThat(arrived).isEqualTo(sent);
  }

  @Test
  void aSendAfterTheCloseSaysWhy() throws Exception {
    peer.send(Frame.close(4000));
    Soon.get(ws.closed());
    for (Runnable late :
        List.<Runnable>of(
            () -> ws.send("late"),
            () -> ws.send(new byte[1]),
            () -> ws.send("key", Message.text("late")),
            ws::sendBinaryStream,
            ws::sendTextStream)) {
      assertThatThrownBy(late::run)
          .isInstanceOf(ClosedException.class)
          .hasMessage("closed with 4000: the peer closed with 4000 (defined by the application)");
    }
    assertThat(ws.sendAsync(Message.text("late"))).isCompletedExceptionally();
    assertThatThrownBy(() -> Soon.get(ws.ping())).hasCauseInstanceOf(ClosedException.class);
  }

  @Test
  void aPingIsAnswered() throws Exception {
    CompletableFuture<Duration> pong = ws.ping();
    Frame ping = peer.read();
    assertThat(ping.opcode()).isEqualTo(9);
    peer.send(Frame.pong(ping.payload()));
    assertThat(Soon.get(pong)).isPositive();
  }

  @Test
  void tenThreadsMaySendAtOnce() throws Exception {
    open(DEFAULTS.withQueueLimit(64 * MEBIBYTE)); // some of them do not wait
    int threads = 10;
    int each = 300;
    List<Soon.Started<Object>> senders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      senders.add(
          Soon.start(() -> {
            for (int i = 0; i < each; i++) {
              String padding = "x".repeat(i % 7 * 1000);
              if (i % 3 == 0) {
                ws.sendAsync(Message.text(thread + " " + i + " " + padding));
              } else {
                ws.send(thread + " " + i + " " + padding);
              }
            }
            return null;
          }));
    }
    int[] next = new int[threads];
    for (int i = 0; i < threads * each; i++) {
      String[] words = new String(peer.read().payload(), StandardCharsets.UTF_8).split(" ", -1);
      int thread = Integer.parseInt(words[0]);
      assertThat(Integer.parseInt(words[1])).isEqualTo(next[thread]);
      assertThat(words[2]).isEqualTo("x".repeat(next[thread] % 7 * 1000));
      next[thread]++;
    }
    assertThat(next).containsOnly(each);
    for (Soon.Started<Object> sender : senders) {
      sender.get();
    }
  }
}
