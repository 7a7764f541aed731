package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class BenchCommandTest {
  @TempDir private Path folder;
  // Counts down to when some have been echoed.
  private final CountDownLatch messages = new CountDownLatch(10);
  private WebSocketServer server;

  @BeforeEach
  void start() {
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .route("/echo", WebSocketHandler.onMessage(this::echo), "chat")
            .route("/wrong", WebSocketHandler.onMessage(BenchCommandTest::sendSomethingElse))
            .route(
                "/close",
                WebSocketHandler.onMessage((ws, message) -> ws.close(4000, "en\u001bough")))
            .route("/silent", WebSocketHandler.onMessage((ws, message) -> {}))
            .start();
  }

  private void echo(WebSocket ws, Message message) {
    ws.send(message);
    messages.countDown();
  }

  private static void sendSomethingElse(WebSocket ws, Message message) {
    ws.send("~".repeat(message.text().length()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String url(String path) {
    return "ws://127.0.0.1:" + server.port() + path;
  }

  private static Cli.Result bench(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "bench";
    all[1] = "--warmup=0";
    all[2] = "--duration=0.3";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Cli.run("", all);
  }

  // ---- the result

  @Test
  void printsATable() {
    Cli.Result result = bench("-c", "3", "-d", "4", url("/echo?token=secret"));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines().toList())
        .startsWith(
            url("/echo"), "3 connections, 64 B of ASCII text, 4 on the way at a time each", "")
        .anyMatch(line -> line.matches("  messages +[0-9,]+ in 0\\.\\d s"))
        .anyMatch(line -> line.matches("  rate +[0-9,]+ a second"))
        .anyMatch(line -> line.matches("  p99\\.9 +[0-9.,]+ (µs|ms|s)"))
        .anyMatch(
            line -> line.matches("  generator CPU +[0-9.,]+ (µs|ms) a message, \\d+ % of a core"))
        .noneMatch(line -> line.contains("server CPU"));
  }

  @Test
  void saysWhatWasDoneInEachMode() {
    assertThat(bench("-c", "2", "-r", "100", url("/echo")).out())
        .contains("2 connections, 64 B of ASCII text, 100 a second");
    assertThat(bench("--idle", "-c", "4", url("/echo")).out())
        .contains("4 connections, idle\n", "open at the end   4 connections\n");
    assertThat(bench("--broadcast", "--size", "1k", "--kind", "utf8", url("/echo")).out())
        .contains("broadcast to 1 connection by 1 sender, 1 KiB of UTF-8 text, 1 on the way");
    assertThat(bench("--compress", "--kind=json", "--size=8k", "-s", "chat", url("/echo")).out())
        .containsPattern("compression +permessage-deflate; ")
        .containsPattern("subprotocol +chat\n");
  }

  @Test
  void measuresTheServersProcessToo() {
    String pid = String.valueOf(ProcessHandle.current().pid());
    assertThat(bench("--pid", pid, url("/echo")).out()).contains("  server CPU ");
  }

  @Test
  void printsJson() {
    Cli.Result result = bench("--json", "-c", "2", url("/echo"));
    assertThat(result.exitCode()).isZero();
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.at("/target").asString()).isEqualTo(url("/echo"));
    assertThat(json.at("/work/kind").asString()).isEqualTo("pipelined");
    assertThat(json.at("/work/connections").asInt()).isEqualTo(2);
    assertThat(json.at("/messages").asLong()).isPositive();
    assertThat(json.at("/latencyMicros/p99.9").asDouble()).isPositive();
    assertThat(json.at("/latencyMicros/curve").size()).isPositive();
    assertThat(json.at("/generatorWasBottleneck").asString()).isIn("no", "possibly", "yes");
    assertThat(json.has("failure")).isFalse();
  }

  @Test
  void writesAPageThatLoadsNothing() throws IOException {
    Path file = folder.resolve("out.html");
    Cli.Result result = bench("--html", file.toString(), url("/echo?token=secret"));
    assertThat(result.exitCode()).isZero();
    assertThat(Files.readString(file))
        .startsWith("<!doctype html>")
        .contains("<h1>" + url("/echo") + "</h1>", "<svg ", "class=\"curve\"", "99 %")
        .doesNotContain("{{", "src=", "href=", "@import", "url(", "<script");
  }

  @Test
  void aPersonSeesHowFarItIs() {
    Cli.Result result =
        Cli.run(
            InputStream.nullInputStream(),
            true,
            "bench",
            "--warmup=1.1",
            "-t",
            "1.1",
            url("/echo"));
    assertThat(result.err())
        .containsPattern("warming up  1 s  [0-9,]+ a second  p99 .*\nmeasuring   1 s  ");
    result = Cli.run(InputStream.nullInputStream(), true, "bench", "-q", "-t", "1.1", url("/echo"));
    assertThat(result.err()).isEmpty();
  }

  // ---- failures

  private static void fails(Cli.Result result, int exitCode, String... why) {
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.err()).startsWith("tidewire bench: ").contains(why).hasLineCount(1);
  }

  @Test
  void saysThatThereIsNoServer() {
    fails(
        bench("ws://localhost:1/"),
        1,
        "cannot connect to ws://localhost:1/: connection refused by ");
    fails(bench(url("/nothing")), 1, "the server answered 404 Not Found: there is nothing here");
  }

  @Test
  void saysWhatWentWrongInTheMiddle() {
    fails(bench(url("/wrong")), 3, "connection 1 of 1: message 0 came back changed");
    fails(bench(url("/close")), 3, "connection 1 of 1: the server closed it with 4000 (en?ough)");
    fails(bench(url("/silent")), 3, "connection 1 of 1: no answer within 300 ms");
  }

  @Test
  void jsonTellsTheFailureToo() {
    Cli.Result result = bench("--json", url("/silent"));
    fails(result, 3, "no answer");
    JsonNode json = JsonMapper.shared().readTree(result.out());
    assertThat(json.at("/failure").asString()).contains("no answer within 300 ms");
    assertThat(json.at("/messages").asLong()).isZero();
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    fails(bench("http://localhost/"), 2, "ws://");
    fails(bench("-c", "0", url("/echo")), 2, "a run needs a connection");
    fails(bench("--size", "65m", url("/echo")), 2, "64 MiB");
    fails(bench("-r", "1", "--idle", url("/echo")), 2, "--rate, --broadcast and --idle");
    fails(bench("-r", "1", "-d", "2", url("/echo")), 2, "--depth");
    fails(bench("--senders", "2", url("/echo")), 2, "--broadcast");
    fails(bench("--kind", "xml", url("/echo")), 2, "--kind");
    fails(bench("-H", "X", url("/echo")), 2, "'Name: value'");
    fails(bench("--compress", "tcp://localhost:1"), 2, "no handshake");
    fails(bench("ws://me:secret@local host/"), 2, "the URL cannot be read");
  }

  @Test
  void saysThatThePageCannotBeWritten() {
    Cli.Result result = bench("--html", folder.resolve("no/where.html").toString(), url("/echo"));
    fails(result, 1, "cannot write ", "where.html");
    assertThat(result.out()).contains("  messages ");
  }

  @Test
  void ctrlCShowsWhatWasMeasured() throws Exception {
    try (Cli.Running bench =
        Cli.start("bench", "--warmup=0", "-t", "3600", "--json", url("/echo"))) {
      assertThat(messages.await(30, TimeUnit.SECONDS)).isTrue();
      bench.interrupt();
      assertThat(bench.out("\"interrupted\"")).contains("true");
      assertThat(bench.exitCode()).isEqualTo(130);
    }
  }
}
