package io.tidewire.benchmarks.harness;

import static io.tidewire.benchmarks.servers.Contestant.*;

import io.tidewire.benchmarks.harness.Row.Group;
import io.tidewire.benchmarks.servers.Contestant;
import io.tidewire.load.Payload.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All rows of the bench.
final class Rows {
  static final int MANY = 10_000;

  // Large, as each has contexts of its own.

  private static final List<Contestant> ECHO =
      List.of(
          NETTY_TCP,
          TIDEWIRE,
          TIDEWIRE_BLOCKING,
          NETTY,
          VERTX,
          JETTY,
          UNDERTOW,
          HELIDON,
          JAVA_WEBSOCKET);
  private static final List<Contestant> BROADCAST =
      List.of(BARE_BROADCAST, TIDEWIRE, NETTY, VERTX, JAVA_WEBSOCKET);
  private static final List<Contestant> COMPRESSION =
      List.of(TIDEWIRE, TIDEWIRE_BLOCKING, NETTY, VERTX, JETTY, UNDERTOW, JAVA_WEBSOCKET);
  private static final List<Contestant> OURS = List.of(TIDEWIRE);

  private Rows() {}

  /// @param home of the checkout, whose `tidewire` is started
  static List<Row> all(Path home) {
    List<Row> rows = new ArrayList<>();
    addEchoes(rows);
    addBroadcasts(rows);
    addCompression(rows);
    addMemory(rows);
    addGrowth(rows);
    rows.add(start("start", "`tidewire serve`, from the start of the JVM", home, false));
    rows.add(start("start-script", "`./tidewire serve`, with the script", home, true));
    return rows;
  }

  private static void addEchoes(List<Row> rows) {
    List<Row> plain =
        List.of(
            echo(
                "echo-64-1",
                "100 × 64 B text, 1 in flight",
                LoadTrial.echo(100, Kind.ASCII, 64, 1)),
            echo(
                "echo-64-32",
                "100 × 64 B text, 32 in flight",
                LoadTrial.echo(100, Kind.ASCII, 64, 32)),
            echo(
                "echo-1k-16",
                "10 × 1 KiB binary, 16 in flight",
                LoadTrial.echo(10, Kind.BINARY, 1 << 10, 16)),
            echo(
                "echo-16k-4",
                "10 × 16 KiB JSON text, 4 in flight",
                LoadTrial.echo(10, Kind.JSON, 16 << 10, 4)),
            echo(
                "echo-1m-1",
                "4 × 1 MiB binary, 1 in flight",
                LoadTrial.echo(4, Kind.BINARY, 1 << 20, 1)));
    rows.addAll(plain);
    for (Row row : plain) {
      LoadTrial trial = ((LoadTrial) row.trial()).withTls();
      rows.add(
          new Row(
              "tls" + row.id().substring("echo".length()), row.title(), Group.TLS, ECHO, trial));
    }
  }

  private static Row echo(String id, String title, LoadTrial trial) {
    return new Row(id, title, Group.ECHO, ECHO, trial);
  }

  private static void addBroadcasts(List<Row> rows) {
    for (int outstanding : new int[] {1, 8}) {
      String title = "100 B text to 1,000 receivers, " + outstanding + " outstanding";
      LoadTrial trial = LoadTrial.broadcast(1_000, outstanding);
      rows.add(new Row("broadcast-" + outstanding, title, Group.BROADCAST, BROADCAST, trial));
    }
  }

  private static void addCompression(List<Row> rows) {
    for (int kib : new int[] {1, 16}) {
      String title = "10 × " + kib + " KiB JSON text, 4 in flight";
      LoadTrial trial = LoadTrial.echo(10, Kind.JSON, kib << 10, 4).withCompression();
      rows.add(new Row("deflate-" + kib + "k", title, Group.COMPRESSION, COMPRESSION, trial));
    }
  }

  private static void addMemory(List<Row> rows) {
    IdleTrial many = IdleTrial.plain(MANY);
    rows.add(memory("idle", "10,000 plain", ECHO.subList(1, ECHO.size()), many));
    rows.add(memory("idle-tls", "10,000 over TLS", ECHO.subList(1, ECHO.size()), many.withTls()));
    rows.add(
        memory(
            "idle-deflate",
            "10,000 compressed, without context takeover",
            OURS,
            many.withCompression(15, false)));
    for (int bits : new int[] {15, 13, 11, 9}) {
      rows.add(
          memory(
              "idle-takeover-" + bits,
              "10,000 compressed, with context takeover, " + bits + " window bits",
              OURS,
              many.withCompression(bits, true)));
    }
    rows.add(memory("idle-64m", "10,000 plain, heap of 64 MiB", OURS, many.withHeap("64m")));
  }

  private static Row memory(String id, String title, List<Contestant> contestants, Trial trial) {
    return new Row(id, title, Group.MEMORY, contestants, trial);
  }

  private static void addGrowth(List<Row> rows) {
    LoadTrial active = LoadTrial.echo(100, Kind.ASCII, 64, 1);
    rows.add(growth("growth-100", "100 connections, all active", active));
    rows.add(growth("growth-10k", "10,000 connections, 100 active", active.among(MANY)));
    LoadTrial busy = LoadTrial.echo(100, Kind.ASCII, 64, 32);
    rows.add(growth("loops-1", "32 in flight, one event loop", busy));
    rows.add(growth("loops-2", "32 in flight, two event loops", busy.withThreads(2)));
  }

  private static Row growth(String id, String title, LoadTrial trial) {
    return new Row(id, title, Group.GROWTH, OURS, trial);
  }

  private static Row start(String id, String title, Path home, boolean script) {
    return new Row(id, title, Group.START, OURS, new StartTrial(home, script));
  }
}
