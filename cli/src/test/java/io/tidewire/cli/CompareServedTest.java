package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import io.tidewire.server.WebSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the server serves for comparisons: the page, the feed, the figures.
@Timeout(60)
class CompareServedTest {
  private static final Pattern LINK =
      Pattern.compile("(?:href|src|from) ?[=]?['\"]((?:/|\\./)[^'\"]+\\.[a-z]+)['\"]");

  private DemoServer demo;
  private HttpClient http;

  @BeforeEach
  void start() {
    demo = DemoServer.start(WebSocketServer.builder().host("127.0.0.1").port(0), false);
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() {
    http.close();
    demo.server().close();
  }

  private String url(String scheme, String path) {
    return scheme + "://127.0.0.1:" + demo.server().port() + path;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url("http", path))).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url("http", path))).POST(BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  // ---- the page

  @Test
  void servesThePageAndEverythingItAsksFor() throws Exception {
    HttpResponse<String> page = get("/compare");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self';");
    Set<String> seen = new HashSet<>();
    Deque<String> left = new ArrayDeque<>(links(page.body()));
    while (!left.isEmpty()) {
      String path = left.remove();
      if (seen.add(path)) {
        HttpResponse<String> file = get(path);
        assertThat(file.statusCode()).as(path).isEqualTo(200);
        left.addAll(links(file.body()));
      }
    }
    assertThat(seen).contains("/console/base.css", "/console/format.js", "/compare/bars.js");
  }

  private static List<String> links(String text) {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1).replaceFirst("^\\./", "/compare/"))
        .toList();
  }

  @Test
  void theConsoleAndTheComparisonLeadToEachOther() throws Exception {
    assertThat(get("/").body()).contains("href=\"/compare\"");
    assertThat(get("/compare").body()).contains("href=\"/\"");
  }

  // ---- the figures

  @Test
  void tellsFiguresThatAreNotKept() throws Exception {
    HttpResponse<String> first = get("/compare/figures");
    assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(first.headers().firstValue("Cache-Control")).contains("no-store");
    ServerReading before = ServerReading.parse(first.body());
    HttpResponse<String> second = get("/compare/figures");
    ServerReading after = ServerReading.parse(second.body());
    assertThat(second.body()).hasSameSizeAs(first.body());
    assertThat(after.nanos()).isGreaterThan(before.nanos());
    assertThat(after.cpuNanos()).isGreaterThan(before.cpuNanos());
    assertThat(after.bytesRead()).isEqualTo(2 * before.bytesRead()).isPositive();
    assertThat(after.bytesWritten()).isGreaterThan(second.body().length());
    assertThat(after.feeds()).isZero();
  }

  // ---- the feed

  @Test
  void feedsAWebSocket() throws Exception {
    String query = "?id=0123456789abcdef&rate=1000&bytes=2000&count=3";
    try (WebSocket ws = WebSocketClient.connect(url("ws", "/compare/feed" + query))) {
      assertThat(ws.receive().text()).hasSize(2000);
      ServerReading start =
          ServerReading.parse(get("/compare/figures?start=0123456789abcdef").body());
      long last = start.nanos();
      for (int i = 0; i < 3; i++) {
        String message = ws.receive().text();
        assertThat(message).hasSize(2000).matches("\\d+ \\.+");
        long sentAt = Long.parseLong(message.substring(0, message.indexOf(' ')));
        assertThat(sentAt).isGreaterThan(last);
        last = sentAt;
      }
    }
  }

  @Test
  void feedsASessionOfPolls() throws Exception {
    String session = "/compare/feed/000/k3j9x2/xhr?id=0123456789abcdef&rate=1000&bytes=24&count=1";
    assertThat(post(session).body()).isEqualTo("o\n");
    assertThat(post(session).body()).matches("a\\[\"\\d+ \\.+\"]\n");
    get("/compare/figures?start=0123456789abcdef");
    assertThat(post(session).body()).matches("a\\[\"\\d+ \\.+\"]\n");
  }

  @Test
  void saysWhatIsWrongWithWhatWasAsked() throws Exception {
    try (WebSocket ws =
        WebSocketClient.connect(url("ws", "/compare/feed?id=0123456789abcdef&rate=0&bytes=64"))) {
      CloseReason reason = ws.closed().join();
      assertThat(reason.code()).isEqualTo(1008);
      assertThat(reason.text()).isEqualTo("rate has to be a number from 1 to 1000");
    }
    String session = "/compare/feed/000/k3j9x2/xhr?id=0123456789abcdef&rate=10&bytes=1&count=1";
    assertThat(post(session).body()).isEqualTo("o\n");
    assertThat(post(session).body())
        .isEqualTo("c[1008,\"bytes has to be a number from 24 to 65536\"]\n");
  }
}
