package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.server.HttpRequest;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class CompareCommandTest {
  private static final List<String> QUICK =
      List.of("compare", "--rate=100", "--seconds=0.2", "--poll=0.05", "--rounds=1");

  @TempDir private Path folder;

  private static String[] with(String... arguments) {
    List<String> all = new ArrayList<>(QUICK);
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static Cli.Result compare(String... arguments) {
    return Cli.run("", with(arguments));
  }

  // ---- the result

  @Test
  void countsEveryByteOfEachTransport() throws IOException {
    Path plot = folder.resolve("plot.svg");
    try (Served served = Served.start()) {
      Cli.Result result =
          compare("--json", "--size=200", "--svg", plot.toString(), served.http("/compare"));
      assertThat(result.err()).isEmpty();
      assertThat(result.exitCode()).isZero();
      JsonNode json = JsonMapper.shared().readTree(result.out());
      assertThat(json.at("/ratePerSecond").asInt()).isEqualTo(100);
      assertThat(json.at("/payloadBytes").asInt()).isEqualTo(200);
      assertThat(json.at("/othersCountedToo").asBoolean()).isFalse();

      assertThat(json.at("/transports").findValuesAsString("transport"))
          .containsExactly("websocket", "events", "long-polling", "jsonp", "short-polling");
      assertThat(json.at("/transports").findValuesAsString("messages")).containsOnly("20");
      // RFC 6455 §5.2: a header of 4 bytes for a payload of 126 to 65,535, and nothing else.
      JsonNode webSocket = json.at("/transports/0");
      assertThat(webSocket.at("/bytesWrittenPerMessage").asDouble()).isEqualTo(204);
      assertThat(webSocket.at("/bytesReadPerMessage").asDouble()).isZero();
      assertThat(webSocket.at("/requests").asInt()).isZero();
      // A chunk (RFC 9112 §7.1) with an event: c9, CRLF, data: a["..."], two empty lines, CRLF.
      JsonNode events = json.at("/transports/1");
      assertThat(events.at("/bytesReadPerMessage").asDouble()).isZero();
      assertThat(events.at("/bytesWrittenPerMessage").asDouble()).isBetween(204.0, 240.0);
      for (int polling = 2; polling < 5; polling++) {
        JsonNode transport = json.at("/transports").get(polling);
        assertThat(transport.at("/requests").asInt()).isPositive();
        assertThat(transport.at("/bytesReadPerMessage").asDouble()).isPositive();
        assertThat(transport.at("/bytesWrittenPerMessage").asDouble()).isGreaterThan(204);
      }
      assertThat(json.findValuesAsString("p99")).hasSize(5);
    }
    assertThat(Files.readString(plot))
        .startsWith("<svg xmlns=")
        .contains(">204 B</text>", ">short polling</text>")
        .doesNotContain("NaN", "Infinity", "href");
  }

  @Test
  void printsATable() throws IOException {
    try (Served served = Served.start()) {
      Cli.Result result = Cli.run(InputStream.nullInputStream(), true, with(served.http("")));
      assertThat(result.exitCode()).isZero();
      assertThat(result.out().lines().toList())
          .startsWith(
              served.http(""),
              "100 messages a second of 64 B, 1 round of 0.2 s each; short polling asks every 50.0"
                  + " ms")
          .anyMatch(line -> line.matches("  WebSocket +66 B +0 +[0-9.]+ (µs|ms) .*"))
          .anyMatch(line -> line.matches("  long polling +[0-9.]+ (B|KiB) +\\d+ +.*"))
          .anyMatch(line -> line.contains("a browser sends several times as many"))
          .noneMatch(line -> line.contains("Others"));
      assertThat(result.err())
          .startsWith("warming up: nothing, to know what that costs\nwarming up: WebSocket\n")
          .endsWith("round 1 of 1: short polling\n");
    }
  }

  // ---- failures

  private static void fails(Cli.Result result, int exitCode, String... why) {
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.err()).startsWith("tidewire compare: ").contains(why).hasLineCount(1);
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    String url = "http://localhost:1";
    fails(Cli.run("", "compare", "--rate", "0", url), 2, "rate has to be a number from 1 to 1000");
    fails(
        Cli.run("", "compare", "--size", "10", url),
        2,
        "bytes has to be a number from 24 to 65536");
    fails(Cli.run("", "compare", "--size", "8g", url), 2, "bytes has to be");
    fails(Cli.run("", "compare", "--poll", "5", url), 2, "--poll takes up to 4 seconds");
    fails(Cli.run("", "compare", "--seconds", "0", url), 2, "--seconds takes up to 60");
    fails(Cli.run("", "compare", "--rounds", "101", url), 2, "--rounds takes 1 to 100");
    fails(Cli.run("", "compare", "ftp://localhost"), 2, "such as http://localhost:8080");
    fails(Cli.run("", "compare", "http://me:secret@localhost"), 2, "such as http://localhost:8080");
    fails(Cli.run("", "compare", "http://localhost:8080/echo"), 2, "no path");
    fails(Cli.run("", "compare", "http://local host"), 2, "the URL cannot be read");
  }

  @Test
  void saysThatNobodyIsThere() {
    fails(compare("http://localhost:1"), 1, "cannot connect to http://localhost:1: nobody");
  }

  @Test
  void saysThatAServerHasNoComparison() {
    try (WebSocketServer other = serving(_ -> {}, _ -> HttpResponse.NONE)) {
      fails(compare(url(other)), 1, "is no tidewire serve with /compare: it answered 404");
    }
    try (WebSocketServer other = serving(_ -> {}, _ -> HttpResponse.text(200, "[1]"))) {
      fails(compare(url(other)), 1, "its answer to /compare/figures holds no figures");
    }
  }

  @Test
  void saysWhichTransportEndedEarlyAndHow() {
    Function<HttpRequest, HttpResponse> figures =
        _ -> new ServerReading(System.nanoTime(), 1, 1, 1, 0).response();
    try (WebSocketServer rude = serving(ws -> ws.close(4000, "en\u001bough"), figures)) {
      Cli.Result result = compare("--json", url(rude));
      fails(result, 3, "WebSocket: the connection ended: ", "4000");
      JsonNode json = JsonMapper.shared().readTree(result.out());
      assertThat(json.at("/failure").asString()).contains("4000");
      assertThat(json.at("/transports").size()).isZero();
    }
  }

  @Test
  void ctrlCEndsItInOrder() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    Function<HttpRequest, HttpResponse> figures =
        _ -> new ServerReading(System.nanoTime(), 1, 1, 1, 0).response();
    try (WebSocketServer silent = serving(_ -> opened.countDown(), figures);
        Cli.Running compare = Cli.start(with("--json", url(silent)))) {
      assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
      compare.interrupt();
      assertThat(compare.out("\"interrupted\"")).contains("true");
      assertThat(compare.exitCode()).isEqualTo(130);
    }
  }

  private interface Opened {
    void with(WebSocket ws);
  }

  private static WebSocketServer serving(Opened feed, Function<HttpRequest, HttpResponse> http) {
    WebSocketHandler handler =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocket ws) {
            feed.with(ws);
          }
        };
    return WebSocketServer.builder()
        .host("127.0.0.1")
        .port(0)
        .route("/compare/feed", handler)
        .http(http)
        .start();
  }

  private static String url(WebSocketServer server) {
    return "http://127.0.0.1:" + server.port();
  }
}
