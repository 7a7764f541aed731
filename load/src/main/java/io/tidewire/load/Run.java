package io.tidewire.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.tidewire.Transport;
import io.tidewire.connection.EventLoops;
import io.tidewire.load.Opening.Agreed;
import io.tidewire.load.Progress.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One run, from the calling thread's side: it waits, asks the event loops, and tells.
final class Run implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final LoadOptions options;
  private final Endpoint endpoint;
  private final Consumer<Progress> listener;
  private final EventLoops loops;
  private final Lanes lanes;
  // What went wrong, once something has.
  private final CompletableFuture<String> trouble = new CompletableFuture<>();
  private volatile boolean over;
  // What the lanes have counted; empty while nothing counts.
  private List<Tally.Counted> counted = List.of();

  Run(LoadOptions options, Consumer<Progress> listener) {
    this.options = options;
    this.endpoint = Endpoint.of(options);
    this.listener = listener;
    int threads = Math.min(options.threads(), options.connections());
    this.loops = EventLoops.create(Transport.AUTO, threads);
    List<Lane> all = new ArrayList<>();
    for (EventExecutor loop : loops.group()) {
      int connections = (options.connections() - all.size() + threads - 1) / threads;
      all.add(new Lane(this, (EventLoop) loop, connections));
    }
    this.lanes = new Lanes(all);
  }

  LoadOptions options() {
    return options;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Lanes lanes() {
    return lanes;
  }

  Class<? extends Channel> socketChannel() {
    return loops.socketChannel();
  }

  /// Whether nothing counts any more.
  boolean isOver() {
    return over;
  }

  /// Something went wrong; the first thing counts.
  void fail(String why) {
    trouble.complete(why);
  }

  // ---- connecting

  void connect() throws LoadException, InterruptedException {
    new Openings(this).open(this::tellConnecting);
  }

  private void tellConnecting(Duration elapsed) {
    listener.accept(new Progress(Phase.CONNECTING, lanes.open(), elapsed, 0, 0, 0));
  }

  // ---- measuring

  LoadResult measure(ProcessTimes times) {
    lanes.each(Lane::begin);
    boolean interrupted = false;
    try {
      if (pass(Phase.WARMUP, warmup())) {
        count(times);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    int open = lanes.open();
    over = true;
    return new Summary(options, counted, times)
        .result(agreed(), open, Optional.ofNullable(trouble.getNow(null)), interrupted);
  }

  private Duration warmup() {
    return options.work() instanceof Work.Idle ? Duration.ZERO : options.warmup();
  }

  private void count(ProcessTimes times) throws InterruptedException {
    lanes.each(lane -> lane.tally().start());
    times.start();
    try {
      pass(Phase.MEASURING, options.duration());
      // Where the time is short, a server that never answered has to show at its end.
      checkSilence(min(options.timeout(), options.duration()));
    } finally {
      counted = lanes.ask(lane -> lane.tally().counted());
      times.stop();
    }
  }

  private Agreed agreed() {
    return lanes.ask(Lane::agreed).getFirst();
  }

  /// Waits, and tells every second how far it is.
  ///
  /// @return false when something went wrong
  private boolean pass(Phase phase, Duration time) throws InterruptedException {
    long start = System.nanoTime();
    long before = 0;
    for (int tick = 1; ; tick++) {
      Duration until = min(TICK.multipliedBy(tick), time);
      if (inTrouble(until.minusNanos(System.nanoTime() - start))) {
        return false;
      }
      if (until.equals(time)) {
        return true;
      }
      checkSilence(options.timeout());
      before = tell(phase, Duration.ofNanos(System.nanoTime() - start), before);
    }
  }

  private void checkSilence(Duration limit) {
    lanes.each(lane -> lane.checkSilence(limit.toNanos()));
  }

  private boolean inTrouble(Duration within) throws InterruptedException {
    try {
      trouble.get(Math.max(within.toNanos(), 0), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError("trouble is a text", e);
    }
  }

  private long tell(Phase phase, Duration elapsed, long before) {
    List<Tally.Counted> counted = lanes.ask(lane -> lane.tally().counted());
    long messages = counted.stream().mapToLong(Tally.Counted::messages).sum();
    long p99 =
        counted.stream()
            .mapToLong(each -> each.latencies().getValueAtPercentile(99))
            .max()
            .orElse(0);
    long perSecond = (messages - before) / TICK.toSeconds();
    listener.accept(new Progress(phase, lanes.open(), elapsed, messages, perSecond, p99));
    return messages;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  // ---- the end

  @Override
  public void close() {
    over = true;
    lanes.each(Lane::leave);
    awaitFarewells();
    lanes.each(Lane::close);
    loops.close();
  }

  /// Gives the servers a second to close, so that they see no reset.
  private void awaitFarewells() {
    long deadline = System.nanoTime() + TICK.toNanos();
    while (lanes.open() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
