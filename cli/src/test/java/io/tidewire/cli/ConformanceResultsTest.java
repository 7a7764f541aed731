package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.Limits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
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
    try (Served served = Served.start("--max-size", "16m")) {
      String url = served.ws("/echo");
      Cli.run("", "check", "--timeout", TIMEOUT, "--json", file.toString(), url);
    }
    return JsonMapper.shared().readTree(file);
  }

  private JsonNode client() throws Exception {
    Path file = folder.resolve("client.json");
    Limits large = new Limits(16 << 20, 16 << 20, Limits.DEFAULT.maxFragments());
    try (WebSocketClient client =
            WebSocketClient.builder().options(WebSocketOptions.DEFAULTS.withLimits(large)).build();
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
      String base = check.err("/getCaseCount").replaceFirst(".*(ws://\\S+)/getCaseCount", "$1");
      drive(client, base);
      check.exitCode();
    }
    return JsonMapper.shared().readTree(file);
  }

  private static void drive(WebSocketClient client, String base) {
    try (ExecutorService several = Executors.newFixedThreadPool(8, Thread.ofVirtual().factory())) {
      IntStream.rangeClosed(1, count(base))
          .mapToObj(number -> base + "/runCase?case=" + number + "&agent=ours")
          .forEach(url -> several.execute(() -> echo(client, url)));
    }
    echo(client, base + "/updateReports?agent=ours");
  }

  private static int count(String base) {
    try (WebSocket ws = WebSocketClient.connect(base + "/getCaseCount")) {
      return Integer.parseInt(ws.receive().text());
    }
  }

  /// How it ends is for the case to judge.
  private static void echo(WebSocketClient client, String url) {
    WebSocketHandler echo = WebSocketHandler.onMessage((ws, message) -> ws.send(message));
    try {
      client.connect(URI.create(url), echo).closed().join();
    } catch (HandshakeException e) {
      assert true : "some cases want the client to refuse the handshake";
    }
  }

  /// The file: of each run the verdicts alone, a line for each case.
  private static List<String> lines(JsonNode server, JsonNode client) {
    return Stream.of(
            Stream.of("{", "  \"server\": {"),
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
            .map(result -> "    " + result.get("id") + ": " + result.get("verdict"))
            .toList();
    return Stream.concat(
        lines.stream().limit(lines.size() - 1).map(line -> line + ","), Stream.of(lines.getLast()));
  }
}
