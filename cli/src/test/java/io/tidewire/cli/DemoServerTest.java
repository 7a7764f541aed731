package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.server.WebSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DemoServerTest {
  private DemoServer demo;
  private HttpClient http;

  @BeforeEach
  void start() {
    demo = DemoServer.start(WebSocketServer.builder().host("127.0.0.1").port(0), false);
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    http.close();
    demo.server().close();
  }

  @Test
  void echoesTextAndBinary() {
    try (WebSocket ws = WebSocketClient.connect(ws("/echo"))) {
      ws.send("hi");
      assertThat(ws.receive().text()).isEqualTo("hi");
      ws.send(new byte[] {1, 0, -1});
      assertThat(ws.receive().bytes()).containsExactly(1, 0, -1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "chat"})
  void echoSpeaksTwoSubprotocols(String name) {
    try (WebSocketClient client = WebSocketClient.builder().subprotocols("other", name).build();
        WebSocket ws = client.connect(URI.create(ws("/echo")))) {
      assertThat(ws.subprotocol()).contains(name);
    }
  }

  @Test
  void everyoneInTheRoomSeesEveryLine() {
    try (WebSocket ann = WebSocketClient.connect(ws("/chat/tea"));
        WebSocket bob = WebSocketClient.connect(ws("/chat/tea"));
        WebSocket cat = WebSocketClient.connect(ws("/chat/milk"))) {
      meet(ann, bob);
      ann.send("hi");
      cat.send("miaow");

      assertThat(ann.receive().text()).isEqualTo("hi");
      assertThat(bob.receive().text()).isEqualTo("hi");
      assertThat(cat.receive().text()).isEqualTo("miaow");
    }
  }

  @Test
  void roomTakesTextOnly() {
    try (WebSocket ws = WebSocketClient.connect(ws("/chat/tea"))) {
      ws.send(new byte[1]);
      assertThat(ws.closed().join().code()).isEqualTo(1003);
    }
  }

  @Test
  void pushesTheTime() {
    try (WebSocket ws = WebSocketClient.connect(ws("/time"))) {
      Instant first = Instant.parse(ws.receive().text());
      assertThat(Instant.parse(ws.receive().text())).isAfter(first);
    }
  }

  @Test
  void servesTheConsolePageAndEverythingItAsksFor() throws Exception {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .contains(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");

    Set<String> paths = paths("(?:href|src)=\"(/console/[^\"]+)\"", page.body());
    assertThat(paths).hasSizeGreaterThan(3);
    for (String path : paths) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
    }
    Set<String> imports = paths("from '\\./([^']+)'", get("/console/console.js").body());
    assertThat(imports).isNotEmpty();
    for (String name : imports) {
      HttpResponse<String> script = get("/console/" + name);
      assertThat(script.headers().firstValue("Content-Type"))
          .as(name)
          .contains("text/javascript; charset=utf-8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/nothing.js",
        "/console/",
        "/console/../Main.class",
        "/console/%2e%2e%2fMain.class",
        "/console/..%2fMain.class",
        "/console/module-info.class",
        "/index.html",
        "/nothing",
      })
  void hasNothingElse(String path) throws Exception {
    assertThat(get(path).statusCode()).isBetween(400, 404);
  }

  @Test
  void pagesAreThereToGetOnly() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url("/")))
            .POST(HttpRequest.BodyPublishers.ofString("x"))
            .build();
    HttpResponse<String> refused = http.send(post, BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void remembersTheHandshakeOfConsolePages() throws Exception {
    String token = "0123456789abcdef01234567";
    try (WebSocketClient client =
            WebSocketClient.builder().header("Cookie", "id=secret").header("X-A", "\"b\"").build();
        WebSocket ws = client.connect(URI.create(ws("/echo?a=1&console=" + token)))) {
      ws.send("open, then");
      ws.receive();

      HttpResponse<String> answer = get("/console/handshakes?token=" + token);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      String accept = ws.responseHeaders().first("Sec-WebSocket-Accept").orElseThrow();
      assertThat(answer.body())
          .contains("\"requestLine\":\"GET /echo?a=1&console=" + token + " HTTP/1.1\"")
          .contains("[\"Cookie\",\"(hidden)\"]")
          .contains("[\"X-A\",\"\\\"b\\\"\"]")
          .contains("\"status\":101")
          .contains("[\"Sec-WebSocket-Accept\",\"" + accept + "\"]")
          .doesNotContain("secret");
    }
  }

  @Test
  void knowsNoHandshakeOfOtherTokens() throws Exception {
    assertThat(get("/console/handshakes?token=0123456789abcdef").statusCode()).isEqualTo(404);
    assertThat(get("/console/handshakes").statusCode()).isEqualTo(404);
  }

  @Test
  void isHealthyUntilItDrains() throws Exception {
    HttpResponse<String> healthy = get("/healthz");
    assertThat(healthy.statusCode()).isEqualTo(200);
    assertThat(healthy.body()).isEqualTo("ok\n");

    try (RawClient monitor = new RawClient(demo.server().port());
        RawClient stuck = new RawClient(demo.server().port())) {
      assertThat(stuck.upgrade("/echo")).startsWith("HTTP/1.1 101 ");
      assertThat(monitor.begin("/healthz")).startsWith("HTTP/1.1 100 ");
      // Nobody answers the close frame, so that draining goes on.
      CompletableFuture<Void> drained = demo.drain(Duration.ofSeconds(30));
      assertThat(monitor.finish()).startsWith("HTTP/1.1 503 ");
      assertThat(drained).isNotDone();
    }
  }

  // ---- helpers

  /// Returns once both are in their room.
  private static void meet(WebSocket ann, WebSocket bob) {
    bob.send("here");
    assertThat(bob.receive().text()).isEqualTo("here");
    ann.send("me too");
    assertThat(bob.receive().text()).isEqualTo("me too");
    while (!ann.receive().text().equals("me too")) {
      // What bob said, if ann was there in time.
    }
  }

  private static Set<String> paths(String pattern, String text) {
    Set<String> paths = new TreeSet<>();
    Pattern.compile(pattern).matcher(text).results().forEach(match -> paths.add(match.group(1)));
    return paths;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url(path))).build(), BodyHandlers.ofString());
  }

  private String url(String path) {
    return "http://127.0.0.1:" + demo.server().port() + path;
  }

  private String ws(String path) {
    return "ws://127.0.0.1:" + demo.server().port() + path;
  }
}
