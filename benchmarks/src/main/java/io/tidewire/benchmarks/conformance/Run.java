package io.tidewire.benchmarks.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `tidewire check --json` has found about one agent.
///
/// @param peer `server` or `client`
/// @param millis how long it took
/// @param findings in the order of the cases
record Run(String agent, String peer, String date, long millis, List<Finding> findings) {

  /// @param why the reason of the worst judgment; empty where nothing is to be said
  record Finding(String id, String verdict, String why) {
    String family() {
      return id.substring(0, id.indexOf('.'));
    }
  }

  static Run read(Path file) {
    JsonNode json = JsonMapper.shared().readTree(file);
    List<Finding> findings = new ArrayList<>();
    json.get("results").forEach(result -> findings.add(finding(result)));
    return new Run(
        json.get("agent").asString(),
        json.get("peer").asString(),
        json.get("date").asString(),
        json.get("millis").asLong(),
        List.copyOf(findings));
  }

  private static Finding finding(JsonNode result) {
    String verdict = result.get("verdict").asString();
    for (String judged : List.of("messages", "close", "tcp")) {
      JsonNode judgment = result.get(judged);
      if (judgment.get("verdict").asString().equals(verdict)) {
        return new Finding(result.get("id").asString(), verdict, judgment.get("why").asString());
      }
    }
    return new Finding(result.get("id").asString(), verdict, "");
  }

  /// The findings of a family, in a map by family.
  Map<String, List<Finding>> families() {
    Map<String, List<Finding>> families = new LinkedHashMap<>();
    findings.forEach(
        finding -> families.computeIfAbsent(finding.family(), _ -> new ArrayList<>()).add(finding));
    return families;
  }

  /// What is FAILED and NON-STRICT, by its reason, and what is most frequent first.
  List<Map.Entry<String, List<Finding>>> faults() {
    Map<String, List<Finding>> faults = new LinkedHashMap<>();
    findings.stream()
        .filter(finding -> finding.verdict().equals("FAILED") || isNonStrict(finding))
        .forEach(
            finding -> faults.computeIfAbsent(alike(finding), _ -> new ArrayList<>()).add(finding));
    return faults.entrySet().stream()
        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
        .toList();
  }

  private static boolean isNonStrict(Finding finding) {
    return finding.verdict().equals("NON-STRICT");
  }

  /// What two faults of the same kind have in common: all but what was sent in the one case.
  private static String alike(Finding finding) {
    String why =
        finding.why().replaceAll(": (sent|text|binary|close|ping|pong|continuation) .*", "");
    return finding.verdict() + ": " + why.replaceAll("\\b\\d+ bytes?\\b", "some bytes");
  }

  /// Such as `112 OK, 2 NON-STRICT, 141 FAILED`.
  static String counts(Collection<Finding> some) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String verdict : List.of("OK", "INFORMATIONAL", "UNIMPLEMENTED", "NON-STRICT", "FAILED")) {
      int count = (int) some.stream().filter(one -> one.verdict().equals(verdict)).count();
      if (count > 0) {
        counts.put(verdict, count);
      }
    }
    List<String> words = new ArrayList<>();
    counts.forEach((verdict, count) -> words.add(count + " " + verdict));
    return String.join(", ", words);
  }

  Optional<List<Finding>> family(String name) {
    return Optional.ofNullable(families().get(name));
  }
}
