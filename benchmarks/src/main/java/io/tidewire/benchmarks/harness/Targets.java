package io.tidewire.benchmarks.harness;

import static io.tidewire.benchmarks.servers.Contestant.*;

import io.tidewire.benchmarks.servers.Contestant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/// What Tidewire sets itself.
final class Targets {
  private static final Set<Contestant> NOT_OTHERS =
      Set.of(NETTY_TCP, BARE_BROADCAST, TIDEWIRE, TIDEWIRE_BLOCKING);
  private static final int ZLIB_STATE = 6_000 + 7_200;
  private static final int MEM_LEVEL = 5;

  private final Results results;
  private final List<Target> targets = new ArrayList<>();

  private Targets(Results results) {
    this.results = results;
  }

  static List<Target> of(Results results) {
    Targets targets = new Targets(results);
    targets.addEchoes();
    targets.addBroadcasts();
    targets.addCompression();
    targets.addMemory();
    targets.addGrowth();
    return List.copyOf(targets.targets);
  }

  private void addEchoes() {
    echo("echo-64-1", 1.05, 1);
    echo("echo-64-32", 1.40, 2.5);
    echo("echo-1k-16", 1.10, 2.5);
    echo("echo-16k-4", 1.40, 1.5);
    echo("echo-1m-1", 1.25, 4);
    beside("echo-64-1", 2);
    beside("echo-64-32", 1.3);
    beside("echo-1m-1", 2);
    for (String row : List.of("64-1", "64-32", "1k-16", "16k-4", "1m-1")) {
      echo("tls-" + row, 1.15, 1);
    }
  }

  private void echo(String row, double toFloor, double others) {
    targets.add(
        Target.atMost(row, "CPU to the bare echo", toFloor, " ×", ratio(row, TIDEWIRE, NETTY_TCP)));
    targets.add(
        Target.atLeast(
            row, "CPU of the best other to ours", others, " ×", bestOther(row, TIDEWIRE)));
    targets.add(
        Target.atLeast(
            row,
            "CPU of Helidon to our blocking style",
            1,
            " ×",
            ratio(row, HELIDON, TIDEWIRE_BLOCKING)));
  }

  private void beside(String row, double limit) {
    targets.add(
        Target.atMost(
            row,
            "CPU of blocking style to event style",
            limit,
            " ×",
            ratio(row, TIDEWIRE_BLOCKING, TIDEWIRE)));
  }

  private void addBroadcasts() {
    broadcast("broadcast-1", 1.1);
    broadcast("broadcast-8", 0.2);
  }

  private void broadcast(String row, double toFloor) {
    targets.add(
        Target.atMost(
            row,
            "CPU to one socket write a delivery",
            toFloor,
            " ×",
            ratio(row, TIDEWIRE, BARE_BROADCAST)));
    targets.add(
        Target.atLeast(
            row, "CPU of the best loop over sends to ours", 2, " ×", bestOther(row, TIDEWIRE)));
  }

  private void addCompression() {
    for (String row : List.of("deflate-1k", "deflate-16k")) {
      targets.add(
          Target.atLeast(row, "CPU of the best other to ours", 1, " ×", bestOther(row, TIDEWIRE)));
    }
  }

  private void addMemory() {
    targets.add(bytes("idle", "heap a connection", 1_800, median("idle", Figure.HEAP)));
    targets.add(bytes("idle", "native memory a connection", 0, median("idle", Figure.NATIVE)));
    targets.add(bytes("idle-tls", "all memory a connection", 14_000, all("idle-tls")));
    targets.add(bytes("idle-deflate", "all memory a connection", 12 << 10, all("idle-deflate")));
    for (int bits : new int[] {15, 13, 11, 9}) {
      String row = "idle-takeover-" + bits;
      targets.add(
          bytes(
              row,
              "all memory a connection, its window's cost and 10 %",
              1.1 * windowCost(bits),
              all(row)));
    }
    targets.add(
        Target.atLeast(
            "idle-64m",
            "connections that answer",
            Rows.MANY,
            "",
            median("idle-64m", Figure.ANSWERING)));
  }

  /// What zlib's manual says a deflater and an inflater of these window bits take.
  private static long windowCost(int bits) {
    return (1L << (bits + 2)) + (1L << (MEM_LEVEL + 9)) + (1L << bits) + ZLIB_STATE;
  }

  private void addGrowth() {
    targets.add(
        Target.atMost(
            "growth-10k",
            "CPU to that of 100 connections",
            1.2,
            " ×",
            quotient(median("growth-10k", Figure.CPU), median("growth-100", Figure.CPU))));
    OptionalDouble one = quotient(median("loops-1", Figure.CPU), median("loops-2", Figure.CPU));
    targets.add(
        Target.atLeast(
            "loops-2",
            "messages a second to one loop's, by CPU a message",
            1.8,
            " ×",
            one.isPresent() ? OptionalDouble.of(2 * one.getAsDouble()) : one));
    targets.add(
        Target.atMost("start", "until it accepts", 500, " ms", median("start", Figure.START)));
  }

  private static Target bytes(String row, String what, double limit, OptionalDouble figure) {
    return Target.atMost(row, what, limit, " B", figure);
  }

  // ---- figures

  private OptionalDouble median(String row, Figure figure) {
    return results
        .row(row)
        .map(measured -> measured.median(TIDEWIRE, figure))
        .orElse(OptionalDouble.empty());
  }

  private OptionalDouble all(String row) {
    OptionalDouble heap = median(row, Figure.HEAP);
    OptionalDouble outside = median(row, Figure.NATIVE);
    return heap.isPresent() && outside.isPresent()
        ? OptionalDouble.of(heap.getAsDouble() + outside.getAsDouble())
        : OptionalDouble.empty();
  }

  private OptionalDouble ratio(String row, Contestant of, Contestant to) {
    return results
        .row(row)
        .map(measured -> measured.ratio(of, to, Figure.CPU))
        .orElse(OptionalDouble.empty());
  }

  private OptionalDouble bestOther(String row, Contestant ours) {
    return results.row(row).stream()
        .flatMap(measured ->
            List.of(Contestant.values()).stream()
                .filter(one -> !NOT_OTHERS.contains(one))
                .map(one -> measured.ratio(one, ours, Figure.CPU)))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .min();
  }

  private static OptionalDouble quotient(OptionalDouble above, OptionalDouble below) {
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }
}
