package io.tidewire.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Opens all connections of a run: the first alone, which finds the address that answers, then the
/// others, some at a time.
final class Openings {
  /// A server's backlog takes as many.
  private static final int AT_A_TIME = 64;

  private final Run run;
  private final Semaphore permits = new Semaphore(AT_A_TIME);
  private volatile boolean failed;
  private final long start = System.nanoTime();
  private long told = start;

  Openings(Run run) {
    this.run = run;
  }

  /// @param listener is told about once a second how long it has taken so far
  void open(Consumer<Duration> listener) throws LoadException, InterruptedException {
    InetSocketAddress address = openFirst();
    List<CompletableFuture<?>> opened = new ArrayList<>();
    for (int number = 1; number < run.options().connections() && !failed; number++) {
      acquire(listener);
      opened.add(open(number, address).whenComplete(this::ended));
    }
    for (int i = 0; i < opened.size(); i++) {
      try {
        await(opened.get(i));
      } catch (LoadException e) {
        String which = "connection " + (i + 2) + " of " + run.options().connections();
        throw new LoadException(which + " did not open: " + e.getMessage());
      }
    }
  }

  private void ended(Object opened, Throwable failure) {
    failed |= failure != null;
    permits.release();
  }

  private void acquire(Consumer<Duration> listener) throws InterruptedException {
    permits.acquire();
    long now = System.nanoTime();
    if (now - told >= TimeUnit.SECONDS.toNanos(1)) {
      told = now;
      listener.accept(Duration.ofNanos(now - start));
    }
  }

  private InetSocketAddress openFirst() throws LoadException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (InetSocketAddress address : addresses()) {
      try {
        await(open(0, address));
        return address;
      } catch (LoadException e) {
        failures.add(e.getMessage());
      }
    }
    throw new LoadException(
        "cannot connect to " + run.options().shownTarget() + ": " + String.join("; ", failures));
  }

  private List<InetSocketAddress> addresses() throws LoadException {
    Endpoint endpoint = run.endpoint();
    try {
      List<InetSocketAddress> addresses = new ArrayList<>();
      for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
        addresses.add(new InetSocketAddress(address, endpoint.port()));
      }
      return addresses;
    } catch (UnknownHostException e) {
      throw new LoadException("the host " + endpoint.host() + " is not known", e);
    }
  }

  private CompletableFuture<Opening.Agreed> open(int number, InetSocketAddress address) {
    return Opening.open(run.lanes().of(number), number, run.options(), run.endpoint(), address);
  }

  private static void await(CompletableFuture<?> opened)
      throws LoadException, InterruptedException {
    try {
      opened.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LoadException expected) {
        throw expected;
      }
      throw new AssertionError("an opening fails in one way", e);
    }
  }
}
