package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketHandler;
import io.tidewire.fallback.Fallback;
import io.tidewire.fallback.FallbackOptions;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs what `docs/fallback.md` shows, with the real curl.
@Needs(Tool.CURL)
class FallbackDocsTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(.*?)```");

  @AutoClose
  private final WebSocketServer server =
      WebSocketServer.builder()
          .host("127.0.0.1")
          .port(0)
          .route("/chat", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
          .annex(
              "/chat",
              Fallback.sockJs(FallbackOptions.DEFAULTS.withDisconnectDelay(Duration.ofSeconds(60))))
          .start();

  /// A command, and what it prints.
  private record Shown(String command, String output) {}

  @TestFactory
  Stream<DynamicTest> eachCommandPrintsWhatIsShown() throws IOException {
    return shown().stream().map(one -> DynamicTest.dynamicTest(one.command, () -> run(one)));
  }

  private static List<Shown> shown() throws IOException {
    String page = Files.readString(Checkout.ROOT.resolve("docs/fallback.md"));
    List<Shown> all = new ArrayList<>();
    BLOCK
        .matcher(page)
        .results()
        .flatMap(block -> Stream.of(block.group(1).split("(?m)^\\$ ")))
        .filter(text -> !text.isEmpty())
        .forEach(text -> {
          int end = text.indexOf('\n');
          all.add(new Shown(text.substring(0, end), text.substring(end + 1)));
        });
    assertThat(all).hasSizeGreaterThan(10);
    return all;
  }

  private void run(Shown one) throws IOException {
    String command = one.command.replace("localhost:8080", "127.0.0.1:" + server.port());
    Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace("\r", "")
            .replaceAll("h{2048}", "hhhhhhhhhhhhhhhh...");
    assertThat(printed).isEqualTo(one.output);
  }
}
