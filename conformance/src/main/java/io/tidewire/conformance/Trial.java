package io.tidewire.conformance;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// One run of one case: its connections, its time, its log and its score.
final class Trial implements AutoCloseable {
  /// How many times its time a case takes at most, where the peer keeps up.
  static final int LONGEST = 20;

  private final Target target;
  private final Set<String> seen;
  private final Duration timeout;
  private final long start = System.nanoTime();
  private final Deadline last;
  private volatile Deadline deadline;
  private final WireLog log = new WireLog();
  private final Score score = new Score();
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private final List<Runnable> ends = new ArrayList<>();
  private final Thread watchdog;
  private volatile boolean over;

  /// Tries a server.
  Trial(Target target, Duration timeout) {
    this(target, timeout, Set.of());
  }

  /// Tries a client.
  ///
  /// @param seen what the client has shown in all trials and may not show again; grows
  Trial(Duration timeout, Set<String> seen) {
    this(null, timeout, seen);
  }

  private Trial(Target target, Duration timeout, Set<String> seen) {
    this.target = target;
    this.seen = seen;
    this.timeout = timeout;
    last = Deadline.in(timeout.multipliedBy(LONGEST));
    deadline = Deadline.in(timeout);
    watchdog = Thread.ofVirtual().start(this::watch);
  }

  /// @throws IllegalArgumentException unless it is positive
  static void checkTimeout(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException(
          "a case needs more time than " + timeout.toMillis() + " ms");
    }
  }

  Score score() {
    return score;
  }

  Deadline deadline() {
    return deadline;
  }

  /// The peer keeps up with much work, so it has the whole time for the rest.
  void keepsUp() {
    deadline = last.orIn(timeout);
  }

  Target target() {
    return target;
  }

  /// Does something when it is over. On the thread that runs it.
  void atEnd(Runnable action) {
    ends.add(action);
  }

  Set<String> seen() {
    return seen;
  }

  /// Opens a connection to the server under test.
  Dialogue connect() throws IOException {
    return new Dialogue(this, Side.CLIENT, wire(target.connect(deadline)));
  }

  /// Takes a connection of a client under test.
  Dialogue accept(Socket socket) throws IOException {
    return new Dialogue(this, Side.SERVER, wire(socket));
  }

  private Wire wire(Socket socket) throws IOException {
    Wire wire = new Wire(socket, wires.size(), log);
    wires.add(wire);
    return wire;
  }

  /// Tries the server.
  CaseResult run(Case tried) throws InterruptedException {
    try {
      return run(tried, connect());
    } catch (IOException e) {
      return CaseResult.notRun(tried, "could not connect: " + e.getMessage());
    }
  }

  /// Tries the peer at the other end of a connection.
  CaseResult run(Case tried, Dialogue peer) throws InterruptedException {
    try {
      tried.opening().open(peer);
      for (Step step : tried.steps()) {
        if (!score.decided()) {
          step.action().run(peer);
        }
      }
    } catch (IOException e) {
      score.messages(Judgment.failed("a further connection failed: " + e.getMessage()));
    }
    return result(tried);
  }

  private CaseResult result(Case tried) {
    return new CaseResult(
        tried,
        judged(tried, score.messages()),
        judged(tried, score.close()),
        judged(tried, score.tcp()),
        log.entries(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static Judgment judged(Case tried, Judgment found) {
    return tried.isInformational() ? Judgment.informational(found.why()) : found;
  }

  /// Waiting ends by itself at the deadline, a write that the peer does not take only so.
  private void watch() {
    while (!over && !deadline.passed()) {
      LockSupport.parkNanos(deadline.left());
    }
    wires.forEach(Wire::close);
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(watchdog);
    wires.forEach(Wire::close);
    ends.forEach(Runnable::run);
  }
}
