package io.tidewire.cli;

import io.tidewire.load.Latency;
import io.tidewire.load.LoadOptions;
import io.tidewire.load.LoadResult;
import io.tidewire.load.Work;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The result of a run for programs. Names say the unit; what is not known is left out.
final class ResultJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ResultJson() {}

  static String of(LoadResult result) {
    ObjectNode json = MAPPER.createObjectNode();
    LoadOptions options = result.options();
    json.put("tidewire", Version.ofProgram());
    json.put("target", new BenchReport(result).target());
    work(json.putObject("work"), options);
    result.extension().ifPresent(it -> json.put("compression", it));
    result.subprotocol().ifPresent(it -> json.put("subprotocol", it));
    json.put("openConnections", result.open());
    json.put("seconds", result.measured().toNanos() / 1e9);
    json.put("messages", result.messages());
    json.put("messagesPerSecond", result.messagesPerSecond());
    json.put("bytesReceived", result.bytes());
    latency(json.putObject("latencyMicros"), result.latency());
    cpu(json.putObject("cpu"), result);
    json.put("generatorWasBottleneck", result.bottleneck().name().toLowerCase(Locale.ROOT));
    json.put("fellShortOfRate", result.fellShort());
    json.put("interrupted", result.interrupted());
    result.failure().ifPresent(it -> json.put("failure", it));
    return json.toPrettyString();
  }

  private static void work(ObjectNode json, LoadOptions options) {
    json.put("connections", options.connections());
    json.put("threads", options.threads());
    switch (options.work()) {
      case Work.Pipelined(int depth) -> json.put("kind", "pipelined").put("depth", depth);
      case Work.Paced(double rate) -> json.put("kind", "paced").put("ratePerSecond", rate);
      case Work.Broadcast(int senders, int outstanding) ->
          json.put("kind", "broadcast").put("senders", senders).put("outstanding", outstanding);
      case Work.Idle() -> json.put("kind", "idle");
    }
    json.put("payload", options.payload().kind().name().toLowerCase(Locale.ROOT));
    json.put("payloadBytes", options.payload().bytes());
  }

  private static void latency(ObjectNode json, Latency latency) {
    json.put("mean", latency.mean() / 1e3);
    json.put("p50", latency.p50() / 1e3);
    json.put("p90", latency.p90() / 1e3);
    json.put("p99", latency.p99() / 1e3);
    json.put("p99.9", latency.p999() / 1e3);
    json.put("max", latency.max() / 1e3);
    ArrayNode curve = json.putArray("curve");
    for (Latency.Point point : latency.curve()) {
      curve.addObject().put("percentile", point.percentile()).put("micros", point.nanos() / 1e3);
    }
  }

  private static void cpu(ObjectNode json, LoadResult result) {
    json.put("generatorMicrosPerMessage", result.generatorMicrosPerMessage());
    json.put("generatorLoad", result.generatorLoad());
    result.serverMicrosPerMessage().ifPresent(micros -> json.put("serverMicrosPerMessage", micros));
    result
        .cpu()
        .server()
        .ifPresent(times -> json.put("serverSeconds", times.used().toNanos() / 1e9));
  }
}
