package io.tidewire.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewire.conformance.Case;
import io.tidewire.conformance.CaseResult;
import io.tidewire.conformance.Judgment;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.Verdict;
import io.tidewire.conformance.WireLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A run of `tidewire check` for programs, and for a later comparison. Names say the unit.
final class CheckJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private CheckJson() {}

  /// @param interrupted whether cases are missing, because the run was ended before
  static ObjectNode of(Report report, boolean interrupted) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("tidewire", Version.ofProgram());
    json.put("agent", report.agent());
    json.put("peer", report.peer().name().toLowerCase(Locale.ROOT));
    json.put("date", report.date().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("millis", report.duration().toMillis());
    json.put("interrupted", interrupted);
    ObjectNode counts = json.putObject("counts");
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict.toString(), report.count(verdict));
    }
    ArrayNode results = json.putArray("results");
    report.results().forEach(result -> add(results.addObject(), result));
    return json;
  }

  /// What [#of] has made of an earlier run.
  ///
  /// @throws IOException with one line for the user, when it is not that
  static JsonNode read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    try {
      JsonNode run = MAPPER.readTree(Files.readAllBytes(file));
      if (run.path("agent").isString() && run.path("results").isArray()) {
        return run;
      }
      throw new IOException(file + " was not written by tidewire check --json");
    } catch (JacksonException e) {
      throw new IOException(file + " was not written by tidewire check --json", e);
    }
  }

  private static void add(ObjectNode json, CaseResult result) {
    Case tried = result.tried();
    json.put("id", tried.id());
    json.put("clause", tried.clause());
    json.put("title", tried.title());
    tried.script().forEach(json.putArray("script")::add);
    json.put("verdict", result.verdict().toString());
    add(json.putObject("messages"), result.messages());
    add(json.putObject("close"), result.close());
    add(json.putObject("tcp"), result.tcp());
    json.put("millis", result.duration().toMillis());
    ArrayNode log = json.putArray("log");
    result.log().forEach(entry -> add(log.addObject(), entry));
  }

  private static void add(ObjectNode json, Judgment judgment) {
    json.put("verdict", judgment.verdict().toString());
    json.put("why", judgment.why());
    json.put("reached", judgment.isReached());
  }

  private static void add(ObjectNode json, WireLog.Entry entry) {
    json.put("micros", entry.at().toNanos() / 1000);
    json.put("connection", entry.connection());
    json.put("direction", entry.direction().name().toLowerCase(Locale.ROOT));
    if (entry.direction() == WireLog.Direction.NOTE) {
      json.put("words", new String(entry.bytes(), UTF_8));
      return;
    }
    json.put("length", entry.length());
    json.put("pieces", entry.pieces());
    json.put("hex", HexFormat.of().formatHex(entry.bytes()));
    if (entry.end().length > 0) {
      json.put("hexOfEnd", HexFormat.of().formatHex(entry.end()));
    }
  }
}
