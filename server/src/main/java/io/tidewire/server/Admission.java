package io.tidewire.server;

import io.netty.channel.Channel;
import io.tidewire.protocol.Refusal;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// Counts who is connected, and says whom that makes one too many. Safe for any thread. Its memory
/// is bounded by [ServerLimits#connections] and a fixed table.
final class Admission {
  private static final System.Logger LOG = System.getLogger("io.tidewire");
  // 128 KiB of memory.
  private static final int SLOTS = 1 << 14;
  // A refusal in words takes a request's head, a response, and TLS where that is spoken. Those who
  // are too many for that too are closed at once.
  private static final int ANSWERS_PER_SECOND = 100;

  private static final Refusal FULL =
      Refusal.of(503, "this server has as many connections as it takes: try again in a while")
          .with("Retry-After", "10");
  private static final Refusal CROWDED =
      Refusal.of(429, "your address has too many connections: close some, or try again in a while")
          .with("Retry-After", "10");
  private static final Refusal HURRIED =
      Refusal.of(429, "your address begins too many connections in a second: slow down")
          .with("Retry-After", "1");

  private final ServerLimits limits;
  private final Tally tally;
  private final Rates handshakes;
  private final Rates answers;
  private final Rates warnings;
  private final AtomicInteger connections = new AtomicInteger();
  // Only of those that are connected.
  private final Map<Source, Integer> bySource = new ConcurrentHashMap<>();

  /// @param clock nanoseconds since any moment
  Admission(ServerLimits limits, Tally tally, LongSupplier clock) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    this.limits = limits;
    this.tally = tally;
    this.handshakes = new Rates(SLOTS, limits.handshakesPerSecond(), clock, random);
    this.answers = new Rates(1, ANSWERS_PER_SECOND, clock, random);
    this.warnings = new Rates(1, 1, clock, random);
  }

  /// How many are connected now.
  int connections() {
    return connections.get();
  }

  /// Gives a new connection one of all places, until it is closed.
  ///
  /// @return why there is none
  Optional<Refusal> enter(Channel channel) {
    tally.accepted.increment();
    if (connections.incrementAndGet() > limits.connections()) {
      connections.decrementAndGet();
      return refused(tally.full, FULL, channel.remoteAddress());
    }
    channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    return Optional.empty();
  }

  /// Counts a connection for its client, until it is closed.
  ///
  /// @return why the client may have no more
  Optional<Refusal> count(Channel channel, SocketAddress client) {
    if (!(client instanceof InetSocketAddress inet) || limits.uncounted().contains(inet)) {
      return Optional.empty();
    }
    Source source = Source.of(inet.getAddress());
    if (!handshakes.take(source.number())) {
      return refused(tally.hurried, HURRIED, client);
    }
    if (!take(source)) {
      return refused(tally.crowded, CROWDED, client);
    }
    channel.closeFuture().addListener(_ -> giveBack(source));
    return Optional.empty();
  }

  private boolean take(Source source) {
    int most = limits.connectionsPerAddress();
    // One above the limit for a moment.
    boolean taken = bySource.merge(source, 1, Integer::sum) <= most;
    if (!taken) {
      giveBack(source);
    }
    return taken;
  }

  private void giveBack(Source source) {
    bySource.computeIfPresent(source, (_, count) -> count > 1 ? count - 1 : null);
  }

  /// How many addresses are remembered.
  int sources() {
    return bySource.size();
  }

  private Optional<Refusal> refused(LongAdder kind, Refusal refusal, SocketAddress client) {
    kind.increment();
    // An attack must not fill the disk as well.
    if (warnings.take(0)) {
      LOG.log(
          Level.WARNING,
          () -> "refused " + client + ", and " + (kind.sum() - 1) + " alike: " + refusal.line());
    }
    return Optional.of(refusal);
  }

  /// Whether one more refusal may be told to its client. If not, the connection is to be closed.
  boolean mayAnswer() {
    boolean may = answers.take(0);
    if (!may) {
      tally.unanswered.increment();
    }
    return may;
  }
}
