package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.Limits;
import io.tidewire.server.WebSocketServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Our server and our client pass every case, and as the committed results say.
/// `conformance/rewrite-results` rewrites these from what this test finds.
@Timeout(600)
class ConformanceResultsTest {
  private static final Path FILE = Path.of("../conformance/results/tidewire.json");

  /// Long enough for a busy machine, on which CI runs.
  private static final String TIMEOUT = "60";

  /// No message of a case is larger, or of more frames.
  private static final WebSocketOptions LARGE =
      WebSocketOptions.DEFAULTS.withLimits(new Limits(16 << 20, 16 << 20, 1 << 20));

  @TempDir private Path folder;

  @Test
  void areAsCommitted() throws Exception {
    List<String> found = lines(server(), client());
    if (Boolean.getBoolean("conformance.rewrite")) {
      Files.write(FILE, found);
    }
    assertThat(found).noneMatch(line -> line.contains("FAILED") || line.contains("NON-STRICT"));
    assertThat(found)
        .as("run conformance/rewrite-results where the difference is intended")
        .containsExactlyElementsOf(Files.readAllLines(FILE));
  }

  private JsonNode server() throws Exception {
    Path file = folder.resolve("server.json");
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).options(LARGE).route("/echo", EchoDriver.ECHO).start()) {
      String url = "ws://localhost:" + server.port() + "/echo";
      Cli.Result check = Cli.run("", "check", "--timeout", TIMEOUT, "--json", file.toString(), url);
      assertThat(check.err()).isEmpty();
    }
    return JsonMapper.shared().readTree(file);
  }

  private JsonNode client() throws Exception {
    Path file = folder.resolve("client.json");
    try (WebSocketClient client = WebSocketClient.builder().options(LARGE).build();
        Cli.Running check =
            Cli.start(
                "check",
                "--client",
                "--port",
                "0",
                "--timeout",
                TIMEOUT,
                "--json",
                file.toString())) {
      EchoDriver.drive(client, check);
      check.exitCode();
    }
    return JsonMapper.shared().readTree(file);
  }

  /// The file: of each run the verdicts alone, a line for each case, on what `judged` names.
  private static List<String> lines(JsonNode server, JsonNode client) {
    return Stream.of(
            Stream.of("{", "  \"judged\": [\"messages\", \"close\", \"tcp\"],"),
            Stream.of("  \"server\": {"),
            verdicts(server),
            Stream.of("  },", "  \"client\": {"),
            verdicts(client),
            Stream.of("  }", "}"))
        .flatMap(lines -> lines)
        .toList();
  }

  private static Stream<String> verdicts(JsonNode run) {
    List<String> lines =
        StreamSupport.stream(run.get("results").spliterator(), false)
            .map(result -> "    " + result.get("id") + ": " + judged(result))
            .toList();
    return Stream.concat(
        lines.stream().limit(lines.size() - 1).map(line -> line + ","), Stream.of(lines.getLast()));
  }

  private static String judged(JsonNode result) {
    return Stream.of("messages", "close", "tcp")
        .map(judged -> result.get(judged).get("verdict").toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
