package io.tidewire.conformance;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Tries a server that sends back each message that it gets.
///
/// Over TLS it takes any certificate: it sends nothing secret, and judges WebSocket alone. Each
/// case ends in its time at the latest, so a run ends whatever the server does.
public final class ServerCheck {
  private static final Frame ECHOED = Frame.text("probe");

  /// Whether anything comes back at all. What it is worth is for the cases to say.
  private static final Case PROBE =
      Script.of("probe", "RFC 6455 §1.2", "The server answers a message")
          .send(ECHOED)
          .step("anything comes", ServerCheck::expectAnything)
          .judged();

  /// The same, and whether it is the message that comes back.
  private static final Case ECHO =
      Script.of("echo", "RFC 6455 §1.2", "The server sends a message back")
          .send(ECHOED)
          .step("anything comes", ServerCheck::expectAnything)
          .step("the message comes", ServerCheck::expectEcho)
          .judged();

  /// How long a server may send other things first.
  private static final Duration GREETING = Duration.ofSeconds(2);

  /// So many probes in a row without an answer, and the server has gone.
  private static final int GONE = 3;

  /// A server that does not answer a probe at once may have much to do.
  private static final int PROBES = 4;

  private final Target target;
  private final Duration timeout;
  private final int parallel;
  private int done; // guarded by this
  private int unanswered; // guarded by this

  /// @param server a `ws` or `wss` URL of an echo service
  /// @param timeout how long a case may take
  /// @param parallel how many cases run at a time, at least 1
  /// @throws IllegalArgumentException when the URL is not one, or a number not positive
  public ServerCheck(URI server, Duration timeout, int parallel) {
    if (parallel < 1) {
      throw new IllegalArgumentException("at least one case has to run at a time: " + parallel);
    }
    Trial.checkTimeout(timeout);
    this.target = Target.of(server);
    this.timeout = timeout;
    this.parallel = parallel;
  }

  /// Runs cases; once on an object. Warns first where the server does not send back a message.
  ///
  /// @throws UnusableException when the server cannot be reached, or does not answer a message
  /// @throws InterruptedException when the thread is interrupted; all connections are closed then
  public Report run(String agent, List<Case> cases, Progress progress)
      throws UnusableException, InterruptedException {
    Judgment usable = run(ECHO).messages();
    switch (usable.verdict()) {
      case FAILED -> throw new UnusableException(target + ": " + usable.why());
      case NON_STRICT -> progress.warned(target + " " + usable.why());
      default -> {}
    }
    Instant date = Instant.now();
    Map<Case, CaseResult> results = new ConcurrentHashMap<>();
    Map<Boolean, List<Callable<Void>>> alone =
        cases.stream()
            .collect(
                Collectors.partitioningBy(
                    Case::isAlone,
                    Collectors.mapping(
                        tried -> task(tried, results, cases.size(), progress),
                        Collectors.toList())));
    run(parallel, alone.get(false));
    run(1, alone.get(true));
    List<CaseResult> inOrder = cases.stream().map(results::get).toList();
    return Report.since(date, agent, Side.SERVER, inOrder);
  }

  private Callable<Void> task(
      Case tried, Map<Case, CaseResult> results, int total, Progress progress) {
    return () -> {
      results.put(tried, finished(tried(tried), total, progress));
      return null;
    };
  }

  private static void run(int parallel, List<Callable<Void>> tasks) throws InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a case failed by a fault of the kit", e.getCause());
    }
  }

  private CaseResult tried(Case tried) throws InterruptedException {
    if (hasGone()) {
      return CaseResult.notRun(tried, "not run: the server no longer answers");
    }
    CaseResult result = run(tried);
    boolean doubtful = tried.isProbed() || result.verdict() == Verdict.FAILED;
    return doubtful ? result.withMessages(probed()) : result;
  }

  private CaseResult run(Case tried) throws InterruptedException {
    try (Trial trial = new Trial(target, timeout)) {
      return trial.run(tried);
    }
  }

  private Judgment probe() throws InterruptedException {
    return run(PROBE).messages();
  }

  private Judgment probed() throws InterruptedException {
    Judgment found = probe();
    for (int i = 1; i < PROBES && found.verdict() != Verdict.OK && !hasGone(); i++) {
      found = probe();
    }
    boolean answered = found.verdict() == Verdict.OK;
    synchronized (this) {
      unanswered = answered ? 0 : unanswered + 1;
    }
    return answered ? found : Judgment.failed("afterwards the server was gone: " + found.why());
  }

  private synchronized boolean hasGone() {
    return unanswered >= GONE;
  }

  private synchronized CaseResult finished(CaseResult result, int total, Progress progress) {
    progress.finished(result, ++done, total);
    return result;
  }

  private static void expectAnything(Dialogue peer) throws InterruptedException {
    Event event = peer.peek();
    if (event instanceof Event.Silence || event instanceof Event.Ended) {
      peer.score().messages(Judgment.failed("a message was answered with " + event));
    }
  }

  private static void expectEcho(Dialogue peer) throws InterruptedException {
    Deadline until = peer.deadline().orIn(GREETING);
    String first = peer.peek().toString();
    for (Event event = peer.peek();
        event instanceof Event.Got(Frame came);
        event = peer.peek(until)) {
      if (came.same(ECHOED)) {
        return;
      } else if (until.passed()) {
        break;
      }
      peer.take();
    }
    String why =
        "does not send back what it gets, as the cases need it: a message was answered with "
            + first;
    peer.score().messages(Judgment.nonStrict(why));
  }
}
