package io.tidewire.cli;

import io.tidewire.load.Latency;
import io.tidewire.load.LoadOptions;
import io.tidewire.load.LoadResult;
import io.tidewire.load.Payload;
import io.tidewire.load.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The result of a run in words, for the terminal and for the page.
record BenchReport(LoadResult result) {
  /// A line of the result.
  record Row(String name, String value) {}

  /// What was done: `100 connections, 64 B of ASCII text, 32 on their way each`.
  String work() {
    LoadOptions options = result.options();
    String connections = plural(options.connections(), "connection");
    return switch (options.work()) {
      case Work.Idle() -> connections + ", idle";
      case Work.Pipelined(int depth) ->
          connections + payload() + ", " + depth + " on the way at a time each";
      case Work.Paced(double perSecond) ->
          connections + payload() + ", " + Figures.number(perSecond) + " a second";
      case Work.Broadcast(int senders, int outstanding) ->
          "broadcast to %s by %s%s, %d on the way at a time"
              .formatted(connections, plural(senders, "sender"), payload(), outstanding);
    };
  }

  private String payload() {
    Payload payload = result.options().payload();
    String kind =
        switch (payload.kind()) {
          case BINARY -> "binary";
          case ASCII -> "ASCII text";
          case UTF8 -> "UTF-8 text";
          case JSON -> "JSON text";
        };
    return ", " + Figures.size(payload.bytes()) + " of " + kind;
  }

  static String plural(int count, String noun) {
    return Figures.count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /// Where it went, without what may be secret in it.
  String target() {
    return ShownUrl.of(result.options().target().toString());
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    result.extension().ifPresent(it -> rows.add(new Row("compression", Visible.line(it))));
    if (result.options().compress() && result.extension().isEmpty()) {
      rows.add(new Row("compression", "the server declined it"));
    }
    result.subprotocol().ifPresent(it -> rows.add(new Row("subprotocol", it)));
    if (result.options().work() instanceof Work.Idle) {
      rows.add(new Row("open at the end", plural(result.open(), "connection")));
    } else {
      rows.addAll(messages());
    }
    rows.addAll(cpu());
    return rows;
  }

  /// What was timed.
  String measure() {
    return isBroadcast() ? "Time until a delivery" : "Round trip";
  }

  /// The figures that a reader looks for first.
  List<Row> headline() {
    if (result.options().work() instanceof Work.Idle) {
      return List.of(new Row("open at the end", Figures.count(result.open())));
    }
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(counted() + " a second", Figures.count(Math.round(result.messagesPerSecond()))));
    rows.add(new Row("p50", Figures.time(result.latency().p50())));
    rows.add(new Row("p99", Figures.time(result.latency().p99())));
    rows.add(new Row("p99.9", Figures.time(result.latency().p999())));
    result
        .serverMicrosPerMessage()
        .ifPresent(micros -> rows.add(new Row("server CPU a message", Figures.time(micros * 1e3))));
    return rows;
  }

  private String counted() {
    return isBroadcast() ? "deliveries" : "messages";
  }

  private List<Row> messages() {
    double perSecond = result.messagesPerSecond();
    double payload = perSecond * result.options().payload().bytes();
    Latency latency = result.latency();
    return List.of(
        new Row(
            counted(),
            Figures.count(result.messages()) + " in " + Figures.seconds(result.measured())),
        new Row("rate", Figures.count(Math.round(perSecond)) + " a second"),
        new Row("payload", Figures.size(payload) + " a second back"),
        new Row(isBroadcast() ? "delivery p50" : "round trip p50", Figures.time(latency.p50())),
        new Row("p90", Figures.time(latency.p90())),
        new Row("p99", Figures.time(latency.p99())),
        new Row("p99.9", Figures.time(latency.p999())),
        new Row("longest", Figures.time(latency.max())));
  }

  private boolean isBroadcast() {
    return result.options().work() instanceof Work.Broadcast;
  }

  private List<Row> cpu() {
    List<Row> rows = new ArrayList<>();
    LoadResult.Cpu cpu = result.cpu();
    cpu.server()
        .ifPresent(times ->
            rows.add(new Row("server CPU", perMessage(times.used()) + share(times.used()))));
    rows.add(new Row("generator CPU", perMessage(cpu.process()) + share(cpu.process())));
    return rows;
  }

  private String perMessage(Duration used) {
    return result.messages() == 0
        ? ""
        : Figures.time((double) used.toNanos() / result.messages()) + " a message, ";
  }

  private String share(Duration used) {
    return Figures.percent(share(used, result.measured())) + " of a core";
  }

  private static double share(Duration part, Duration whole) {
    return whole.isPositive() ? (double) part.toNanos() / whole.toNanos() : 0;
  }

  /// What a reader of the figures has to know; whole sentences.
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    bottleneck().ifPresent(remarks::add);
    if (result.fellShort()) {
      remarks.add("The rate asked for was not reached.");
    }
    if (result.interrupted()) {
      remarks.add("It was interrupted; the figures are what was measured until then.");
    }
    result.failure().ifPresent(why -> remarks.add("It ended early: " + Visible.line(why)));
    return remarks;
  }

  private Optional<String> bottleneck() {
    String busy =
        "The generator had work to do " + Figures.percent(result.generatorLoad()) + " of the time";
    String waited = waited();
    return switch (result.bottleneck()) {
      case NO -> Optional.empty();
      case YES ->
          Optional.of(
              busy
                  + waited
                  + ", and the server had not: the generator was the bottleneck, and the"
                  + " server can do more than this.");
      case POSSIBLY ->
          Optional.of(
              busy
                  + waited
                  + ": it may have been the bottleneck. CPU time per message holds all"
                  + " the same.");
    };
  }

  private String waited() {
    Duration waited = result.cpu().busiestThread().waited();
    double share = share(waited, result.measured());
    return share < 0.1
        ? ""
        : String.format(Locale.ROOT, " (and waited %s for a core)", Figures.percent(share));
  }
}
