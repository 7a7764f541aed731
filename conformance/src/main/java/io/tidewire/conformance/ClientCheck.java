package io.tidewire.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// Serves cases to a client that sends back each message that it gets.
///
/// The client's driver connects to three URLs, as the drivers of existing suites do:
/// `/getCaseCount` answers with one text message, the number of cases; `/runCase?case=N&agent=A`
/// runs one of them, from 1, on that connection; `/updateReports?agent=A` ends the run and closes.
public final class ClientCheck implements AutoCloseable {
  /// In cases: what takes their whole time is no silence.
  private static final int PATIENCE = 6;

  private final ServerSocket listener = new ServerSocket();
  private final List<Case> cases;
  private final Duration timeout;
  private final Progress progress;
  private final Map<Integer, CaseResult> results = new ConcurrentHashMap<>(); // by number, from 1
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /// The time of the first connection.
  private final CompletableFuture<Instant> begun = new CompletableFuture<>();

  /// Cases that run. A client may ask for the report before the last one has been judged.
  private final Phaser running = new Phaser(1);

  private final CompletableFuture<Report> report = new CompletableFuture<>();

  private ClientCheck(List<Case> cases, Duration timeout, Progress progress) throws IOException {
    this.cases = List.copyOf(cases);
    this.timeout = timeout;
    this.progress = progress;
  }

  /// Listens.
  ///
  /// @param address with port 0 for any that is free
  /// @param timeout how long a case may take
  /// @throws IOException when the address cannot be listened on
  /// @throws IllegalArgumentException when the timeout is not positive
  public static ClientCheck listen(
      InetSocketAddress address, List<Case> cases, Duration timeout, Progress progress)
      throws IOException {
    Trial.checkTimeout(timeout);
    ClientCheck check = new ClientCheck(cases, timeout, progress);
    try {
      check.listener.bind(address);
    } catch (IOException e) {
      check.close();
      throw e;
    }
    Thread.ofVirtual().start(check::accept);
    return check;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /// Waits until the client asks for the report, or has begun and not been heard of for the time of
  /// six cases. A case that it did not fetch has failed.
  ///
  /// @param coming how long to wait for the first connection
  /// @throws UnusableException when none comes
  /// @throws InterruptedException when the thread is interrupted
  public Report await(Duration coming) throws UnusableException, InterruptedException {
    try {
      begun.get(coming.toMillis(), TimeUnit.MILLISECONDS);
      return report.get();
    } catch (TimeoutException e) {
      throw new UnusableException(
          "no client has connected in " + coming.toMillis() / 1000.0 + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("listening failed", e.getCause());
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      boolean heardOf;
      do {
        heardOf = serveNext();
      } while (heardOf || isRunning());
      report.complete(report("client")); // which has gone
    } catch (IOException e) {
      begun.completeExceptionally(e);
      report.completeExceptionally(e); // after close nobody waits for it
    }
  }

  /// @return false when none comes for long
  private boolean serveNext() throws IOException {
    try {
      Socket socket = listener.accept();
      begun.complete(Instant.now());
      listener.setSoTimeout(Deadline.in(timeout.multipliedBy(PATIENCE)).leftMillis());
      Thread.ofVirtual().start(() -> serve(socket));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /// A case of much work may take long.
  private boolean isRunning() {
    return running.getRegisteredParties() > 1;
  }

  private void serve(Socket socket) {
    try (Trial trial = new Trial(timeout, seen)) {
      Dialogue client = trial.accept(socket);
      if (client.readHead()) {
        answer(trial, client);
        client.remember();
      }
    } catch (IOException e) {
      assert true : "this connection has gone, and the next one may be in order";
    } catch (InterruptedException e) {
      report.completeExceptionally(e);
    }
  }

  private void answer(Trial trial, Dialogue client) throws InterruptedException {
    Query query = Query.of(client.head().target());
    switch (query.path()) {
      case "/getCaseCount" -> trial.run(saying(Integer.toString(cases.size())), client);
      case "/runCase" -> runCase(trial, client, query);
      case "/updateReports" -> {
        trial.run(Script.of("reports", "", "The run is over").closes(), client);
        running.arriveAndAwaitAdvance();
        report.complete(report(query.parameter("agent", "client")));
      }
      default -> client.sendBytes(Query.NOT_FOUND, Chop.WHOLE);
    }
  }

  private static Case saying(String text) {
    return Script.of("count", "", "How many cases there are").send(Frame.text(text)).closes();
  }

  private void runCase(Trial trial, Dialogue client, Query query) throws InterruptedException {
    int number = query.number("case");
    if (number < 1 || number > cases.size()) {
      client.sendBytes(Query.NOT_FOUND, Chop.WHOLE);
      return;
    }
    running.register();
    try {
      finished(number, trial.run(cases.get(number - 1), client));
    } finally {
      running.arriveAndDeregister();
    }
  }

  private synchronized void finished(int number, CaseResult result) {
    results.put(number, result);
    progress.finished(result, results.size(), cases.size());
  }

  private Report report(String agent) {
    List<CaseResult> all =
        IntStream.rangeClosed(1, cases.size())
            .mapToObj(number -> results.getOrDefault(number, missing(number)))
            .toList();
    return Report.since(begun.join(), agent, Side.CLIENT, all);
  }

  private CaseResult missing(int number) {
    return CaseResult.notRun(cases.get(number - 1), "not run: the client did not fetch it");
  }
}
