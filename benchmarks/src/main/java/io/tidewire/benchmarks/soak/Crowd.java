package io.tidewire.benchmarks.soak;

import io.tidewire.WebSocketOptions;
import io.tidewire.client.ClientTls;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// All clients of one round. They come, talk, suffer and go, each on a virtual thread.
final class Crowd {
  static final ClientTls TRUSTING = ClientTls.system().insecure();

  private static final int VISITORS = 48;
  private static final int PAUSE_MILLIS = 1_000;
  private static final CompressionOptions SMALL_WINDOWS =
      CompressionOptions.DEFAULTS.withWindowBits(9, 9).withTakeover(false, true);

  private final Tally tally;
  private final List<WebSocketClient> clients =
      List.of(
          client(CompressionOptions.DEFAULTS, 1),
          client(CompressionOptions.OFF, 2),
          client(SMALL_WINDOWS, 1));
  private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();

  // Null when the round is over.
  private volatile Addresses server;

  /// @param seed decides what each of them does, though not how their doings interleave
  Crowd(Tally tally, Addresses server, long seed) {
    this.tally = tally;
    this.server = server;
    Random seeds = new Random(seed);
    for (int i = 0; i < VISITORS; i++) {
      Random random = new Random(seeds.nextLong());
      visitors.execute(() -> visitAgainAndAgain(random));
    }
  }

  // Each with event loops of its own, which end with it.
  private static WebSocketClient client(CompressionOptions compression, int threads) {
    WebSocketOptions options = Soak.OPTIONS.withCompression(compression);
    return WebSocketClient.builder().options(options).tls(TRUSTING).threads(threads).build();
  }

  /// From now on they come here.
  void moveTo(Addresses other) {
    server = other;
  }

  /// Whether this is where they come now: what ends there by itself ends without a reason.
  boolean at(Addresses some) {
    return some.equals(server);
  }

  Addresses server() throws IOException {
    Addresses now = server;
    if (now == null) {
      throw new IOException("the round is over");
    }
    return now;
  }

  WebSocketClient client(Random random) {
    return clients.get(random.nextInt(clients.size()));
  }

  Tally tally() {
    return tally;
  }

  private void visitAgainAndAgain(Random random) {
    try {
      for (Addresses now = server; now != null; now = server) {
        visit(now, random);
        Thread.sleep(random.nextInt(PAUSE_MILLIS));
      }
    } catch (InterruptedException | CancellationException e) {
      // The round is over.
    }
  }

  private void visit(Addresses now, Random random) throws InterruptedException {
    try {
      switch (random.nextInt(10)) {
        case 0, 1 -> Rude.visit(this, now, random);
        case 2 -> comeBack(random);
        default -> new Talk(this, random).run(now);
      }
    } catch (CancellationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (at(now)) {
        tally.mistake(e + " at " + e.getStackTrace()[0]);
      }
    }
  }

  private void comeBack(Random random) throws IOException, InterruptedException {
    try (Comeback comeback = new Comeback(this, random)) {
      comeback.run();
    }
  }

  /// Nobody comes any more.
  void leave() {
    server = null;
  }

  /// Returns when all of them and their threads are gone.
  void end() {
    visitors.shutdownNow();
    visitors.close();
    clients.forEach(WebSocketClient::close);
  }
}
