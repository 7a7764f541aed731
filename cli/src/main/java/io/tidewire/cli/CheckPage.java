package io.tidewire.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Runs side by side as one HTML page that loads nothing. It holds each run as [CheckJson] has it,
/// compressed, and the wire logs apart, so that they are restored only when someone looks.
final class CheckPage {
  private CheckPage() {}

  /// @param runs as [CheckJson] writes them; a column for each
  static String of(List<? extends JsonNode> runs) {
    return PageTemplate.fill(
        "check/page.html",
        Map.of(
            "title", PageTemplate.escaped(title(runs)),
            "style", PageTemplate.read("check/page.css"),
            "script", PageTemplate.read("check/page.js"),
            "runs", runs.stream().map(CheckPage::embedded).collect(Collectors.joining("\n"))));
  }

  private static String title(List<? extends JsonNode> runs) {
    return runs.stream()
        .map(run -> run.get("agent").asString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String embedded(JsonNode run) {
    ObjectNode results = (ObjectNode) run.deepCopy();
    ObjectNode logs = JsonMapper.shared().createObjectNode();
    for (JsonNode result : results.get("results")) {
      logs.set(result.path("id").asString(), ((ObjectNode) result).remove("log"));
    }
    return data("run", results) + data("log", logs);
  }

  private static String data(String kind, JsonNode json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(json.toString().getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    String base64 = Base64.getEncoder().encodeToString(bytes.toByteArray());
    return "<script type=\"text/plain\" data-kind=\"" + kind + "\">" + base64 + "</script>\n";
  }
}
