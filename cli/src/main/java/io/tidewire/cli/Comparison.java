package io.tidewire.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Runs the transports in turn, a slice each, round after round: what the server's process uses
/// meanwhile is then one transport's. The first round only warms the server up.
final class Comparison {
  private final ComparedServer server;
  private final ComparePlan plan;
  private final Consumer<String> progress;
  private final Map<ComparedTransport, List<Slice>> slices = new EnumMap<>(ComparedTransport.class);
  private boolean others;

  private Comparison(ComparedServer server, ComparePlan plan, Consumer<String> progress) {
    this.server = server;
    this.plan = plan;
    this.progress = progress;
  }

  /// Runs to the end, or until it is interrupted or fails: the result then holds the slices that
  /// were whole.
  ///
  /// @param progress is told what is under way
  static ComparisonResult run(ComparedServer server, ComparePlan plan, Consumer<String> progress) {
    return new Comparison(server, plan, progress).run();
  }

  private ComparisonResult run() {
    try {
      round("warming up", _ -> {});
      for (int round = 1; round <= plan.rounds(); round++) {
        round("round " + round + " of " + plan.rounds(), this::keep);
      }
      return result(false, Optional.empty());
    } catch (InterruptedException e) {
      return result(true, Optional.empty());
    } catch (IOException e) {
      return result(false, Optional.of(e.getMessage()));
    }
  }

  private ComparisonResult result(boolean interrupted, Optional<String> failure) {
    List<ComparedFigures> figures = new ArrayList<>();
    for (ComparedTransport transport : ComparedTransport.values()) {
      figures.add(ComparedFigures.of(transport, slices.getOrDefault(transport, List.of())));
    }
    return new ComparisonResult(server.base(), plan, figures, others, interrupted, failure);
  }

  private record Taken(ComparedTransport transport, Slice slice) {}

  private void keep(Taken taken) {
    slices.computeIfAbsent(taken.transport, _ -> new ArrayList<>()).add(taken.slice);
  }

  private void round(String name, Consumer<Taken> result) throws IOException, InterruptedException {
    progress.accept(name + ": nothing, to know what that costs");
    Slice idle = idle();
    ServerClock clock = new ServerClock();
    server.ask(clock);
    for (ComparedTransport transport : ComparedTransport.values()) {
      progress.accept(name + ": " + transport.title);
      try {
        result.accept(new Taken(transport, slice(transport, clock).minus(idle)));
      } catch (IOException e) {
        throw new IOException(transport.title + ": " + e.getMessage(), e);
      }
    }
  }

  private Slice idle() throws IOException, InterruptedException {
    ServerReading before = checked(server.read());
    Thread.sleep(plan.feed().time());
    return Slice.between(before, checked(server.read()));
  }

  private Slice slice(ComparedTransport transport, ServerClock clock)
      throws IOException, InterruptedException {
    FeedRequest feed = ComparedServer.newFeed(plan.feed());
    try (Delivery delivery = transport.open(server, feed, plan.poll())) {
      awaitFirst(delivery);
      int requests = delivery.requests();
      ServerReading before = checked(server.readAndStart(feed));
      Histogram latencies = latencies(delivery, clock);
      ServerReading after = checked(server.read());
      return Slice.between(before, after).with(delivery.requests() - requests, latencies);
    }
  }

  // At none of these moments has a feed of ours messages coming.
  private ServerReading checked(ServerReading reading) {
    others |= reading.feeds() > 0;
    return reading;
  }

  private static void awaitFirst(Delivery delivery) throws IOException, InterruptedException {
    while (delivery.next().messages().isEmpty()) {
      // What opened the session, or nothing yet.
    }
  }

  private Histogram latencies(Delivery delivery, ServerClock clock)
      throws IOException, InterruptedException {
    long[] differences = new long[plan.feed().count()];
    int arrived = 0;
    while (arrived < differences.length) {
      Delivery.Batch batch = delivery.next();
      for (String message : batch.messages()) {
        long sentAt = sentAt(message);
        clock.sent(sentAt, batch.nanos());
        differences[arrived++] = batch.nanos() - sentAt;
      }
    }
    return histogram(differences, clock.ahead());
  }

  // The clocks are compared to some microseconds only.
  private static Histogram histogram(long[] differences, long ahead) {
    Histogram latencies = Slice.noLatencies();
    for (long difference : differences) {
      latencies.recordValue(Math.max(0, difference + ahead));
    }
    return latencies;
  }

  private static long sentAt(String message) throws IOException {
    try {
      return Long.parseLong(message, 0, Math.max(0, message.indexOf(' ')), 10);
    } catch (NumberFormatException e) {
      throw new IOException("the server sent a message that is not of its feed", e);
    }
  }
}
