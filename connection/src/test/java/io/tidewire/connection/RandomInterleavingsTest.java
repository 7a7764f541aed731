package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// Random interleavings of send, ping, close, abort and what a peer sends, from several threads,
/// held to a model: every handler sees one `onOpen`, then messages, then one `onClose`; each
/// sender's messages come in order and without a gap; what was accepted before an orderly close has
/// come; every future completes. A failure names its seed, and `-Dtidewire.interleavings=100000`
/// takes more of them.
class RandomInterleavingsTest {
  private static final int SEEDS = Integer.getInteger("tidewire.interleavings", 150);
  private static final int THREADS = 3;
  private static final int ACTIONS = 40;
  // Nothing overflows, and the handlers' failures are the test's.
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULTS.withQueueLimit(64 << 20);

  private final BlockingQueue<Ledger> servers = new LinkedBlockingQueue<>();

  private Loopback loopback() {
    return Loopback.of(
        Transport.AUTO,
        channel -> {
          Ledger ledger = new Ledger(THREADS);
          servers.add(ledger);
          return Connections.open(channel, Settled.as(Role.SERVER, OPTIONS), ledger);
        });
  }

  @Test
  void twoEndsThatBothTalkAndClose() throws Exception {
    try (Loopback loopback = loopback()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        Ledger a = new Ledger(THREADS);
        WebSocket client =
            loopback
                .client(channel -> Connections.open(channel, Settled.as(Role.CLIENT, OPTIONS), a))
                .ws();
        Ledger b = servers.take();
        WebSocket server = loopback.accepted().ws();
        List<Soon.Started<Object>> talks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          talks.add(talk(client, a, thread, random.split()));
          talks.add(talk(server, b, thread, random.split()));
        }
        for (Soon.Started<Object> talk : talks) {
          talk.get();
        }
        client.close(1000, "");
        CloseReason aEnd = Soon.get(client.closed());
        CloseReason bEnd = Soon.get(server.closed());
        a.check(seed);
        b.check(seed);
        a.checkReceived(b, bEnd, aEnd, seed);
        b.checkReceived(a, aEnd, bEnd, seed);
      }
    }
  }

  @Test
  void anEndWhosePeerSendsAnything() throws Exception {
    try (Loopback loopback = loopback()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        try (RawPeer peer = loopback.raw()) {
          Ledger ledger = servers.take();
          WebSocket server = loopback.accepted().ws();
          SplittableRandom wire = random.split();
          List<Soon.Started<Object>> talks = new ArrayList<>();
          talks.add(Soon.start(() -> sendAnything(peer, wire)));
          talks.add(Soon.start(() -> readAll(peer)));
          for (int thread = 0; thread < THREADS; thread++) {
            talks.add(talk(server, ledger, thread, random.split()));
          }
          talks.getFirst().get();
          for (Soon.Started<Object> talk : talks.subList(2, talks.size())) {
            talk.get();
          }
          server.abort();
          Soon.get(server.closed());
          ledger.check(seed);
          talks.get(1).get();
        }
      }
    }
  }

  // ---- what the threads do

  private static Soon.Started<Object> talk(
      WebSocket ws, Ledger ledger, int thread, SplittableRandom random) {
    return Soon.start(() -> {
      try {
        for (int i = 0; i < ACTIONS; i++) {
          act(ws, ledger, thread, random);
        }
      } catch (ClosedException over) {
        assertThat(ws.isOpen()).isFalse();
      }
      return null;
    });
  }

  private static void act(WebSocket ws, Ledger ledger, int thread, SplittableRandom random) {
    int dice = random.nextInt(100);
    if (dice < 70) {
      ws.send(ledger.next(thread, random));
      ledger.accepted(thread);
    } else if (dice < 85) {
      CompletableFuture<Void> sent = ws.sendAsync(ledger.next(thread, random));
      if (!sent.isCompletedExceptionally()) {
        ledger.accepted(thread);
      }
      ledger.futures.add(sent);
    } else if (dice < 97) {
      ledger.futures.add(ws.ping());
    } else if (dice < 99) {
      ledger.futures.add(ws.close(4000 + thread, "enough"));
    } else if (random.nextInt(4) == 0) {
      ws.abort();
    }
  }

  private static Object sendAnything(RawPeer peer, SplittableRandom random) {
    try {
      for (int i = 0; i < ACTIONS; i++) {
        switch (random.nextInt(40)) {
          case 0 -> peer.send(Frame.close(1001));
          case 1 -> {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            peer.send(noise);
          }
          case 2 -> peer.end();
          case 3 -> peer.reset();
          case 4, 5, 6 -> peer.send(Frame.text("half").unfinished(), Frame.ping("in between"));
          default -> peer.send(Frame.ping("?"), Frame.pong(new byte[8]));
        }
      }
    } catch (IOException closed) {
      // As it may: the other end is in the midst of closing.
      return closed;
    }
    return null;
  }

  private static Object readAll(RawPeer peer) {
    try {
      Object next = peer.read();
      while (next != null) { // whatever it is
        next = peer.read();
      }
    } catch (IOException reset) {
      return reset;
    }
    return null;
  }

  // ---- the model

  /// What one end has sent and received.
  private static final class Ledger implements WebSocketHandler {
    private final List<CompletableFuture<?>> futures =
        Collections.synchronizedList(new ArrayList<>());
    private final int[] numbered;
    private final int[] accepted;

    // written on the event loop
    private final int[] received;
    private final List<String> wrong = new ArrayList<>();
    private int opened;
    private int closed;

    Ledger(int threads) {
      numbered = new int[threads];
      accepted = new int[threads];
      received = new int[threads];
    }

    Message next(int thread, SplittableRandom random) {
      int padding = random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(50);
      return Message.text(thread + " " + numbered[thread]++ + " " + "x".repeat(padding));
    }

    void accepted(int thread) {
      accepted[thread]++;
    }

    @Override
    public synchronized void onOpen(WebSocket ws) {
      hold(++opened == 1 && closed == 0, "onOpen " + opened + " after onClose " + closed);
    }

    @Override
    public synchronized void onMessage(WebSocket ws, Message message) {
      hold(opened == 1 && closed == 0, "a message after onClose " + closed);
      String[] words = message.text().split(" ", 3);
      if (words.length == 3) {
        int thread = Integer.parseInt(words[0]);
        int number = Integer.parseInt(words[1]);
        hold(number == received[thread]++, "message " + number + " of thread " + thread);
      }
    }

    @Override
    public synchronized void onClose(WebSocket ws, CloseReason reason) {
      hold(opened == 1 && ++closed == 1, "onClose " + closed + " after onOpen " + opened);
    }

    private void hold(boolean condition, String what) {
      if (!condition) {
        wrong.add(what);
      }
    }

    synchronized void check(int seed) throws Exception {
      assertThat(wrong).as("seed " + seed).isEmpty();
      assertThat(opened + closed).as("onOpen and onClose, seed " + seed).isEqualTo(2);
      for (CompletableFuture<?> future : futures) {
        Soon.get(future.handle((_, _) -> true));
      }
    }

    /// Whether all has come that the other end accepted, where it closed in order.
    synchronized void checkReceived(Ledger sender, CloseReason senders, CloseReason own, int seed) {
      boolean orderly = senders.by() == CloseReason.By.LOCAL && senders.code() != 1006;
      for (int thread = 0; thread < THREADS; thread++) {
        assertThat(received[thread]).isLessThanOrEqualTo(sender.numbered[thread]);
        if (orderly && own.code() != 1006) {
          assertThat(received[thread])
              .as("messages of thread " + thread + ", seed " + seed)
              .isGreaterThanOrEqualTo(sender.accepted[thread]);
        }
      }
    }
  }
}
