package io.tidewire.cli;

import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The result of a comparison for programs. Names say the unit; a transport without a whole slice
/// has no figures.
final class ComparisonJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ComparisonJson() {}

  static String of(ComparisonResult result) {
    ComparePlan plan = result.plan();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("tidewire", Version.ofProgram());
    json.put("target", ShownUrl.of(result.server().toString()));
    json.put("ratePerSecond", plan.feed().rate());
    json.put("payloadBytes", plan.feed().bytes());
    json.put("messagesPerSlice", plan.feed().count());
    json.put("rounds", plan.rounds());
    json.put("pollSeconds", plan.poll().toMillis() / 1e3);
    ArrayNode transports = json.putArray("transports");
    result.figures().stream()
        .filter(figures -> figures.messages() > 0)
        .forEach(figures -> add(transports.addObject(), figures));
    json.put("othersCountedToo", result.others());
    json.put("interrupted", result.interrupted());
    result.failure().ifPresent(why -> json.put("failure", why));
    return json.toPrettyString();
  }

  private static void add(ObjectNode json, ComparedFigures figures) {
    json.put("transport", figures.transport().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("messages", figures.messages());
    json.put("requests", figures.requests());
    json.put("bytesPerMessage", figures.bytes());
    json.put("bytesReadPerMessage", figures.bytesRead());
    json.put("bytesWrittenPerMessage", figures.bytesWritten());
    json.put("serverMicrosPerMessage", figures.cpuNanos() / 1e3);
    json.putObject("latencyMicros").put("p50", figures.p50() / 1e3).put("p99", figures.p99() / 1e3);
  }
}
