package io.tidewire.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.server.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpTest {
  private WebSocketServer server;
  private RawClient client;

  private void start(WebSocketServerBuilder builder) throws IOException {
    server = builder.start();
    client = RawClient.connect(server);
  }

  private static WebSocketServerBuilder mirror() {
    return Servers.echo()
        .http(request ->
            request.path().equals("/nothing")
                ? HttpResponse.NONE
                : HttpResponse.text(
                    200, request.method() + " " + request.path() + " " + request.text()));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void answersWithTheHooksResponse() throws Exception {
    start(
        Servers.echo()
            .http(request -> HttpResponse.text(200, "grüße").with("Cache-Control", "no-store")));

    Response response = client.send(RawClient.get("/")).response();

    assertThat(response.line()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(response.body()).isEqualTo("grüße");
    assertThat(response.field("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(response.field("Cache-Control")).contains("no-store");
    assertThat(response.field("Content-Length")).contains("7");
    assertThat(response.field("Date").orElseThrow())
        .matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    assertThat(response.field("Connection")).isEmpty();
  }

  @Test
  void showsTheHookTheWholeRequest() throws Exception {
    CompletableFuture<HttpRequest> seen = new CompletableFuture<>();
    start(
        Servers.echo()
            .http(request -> {
              seen.complete(request);
              return HttpResponse.NONE;
            }));

    client.send("POST /a%20b?q=1 HTTP/1.1\r\nHost: x\r\nX-A: b\r\nContent-Length: 4\r\n\r\nbody");

    HttpRequest request = seen.get(10, TimeUnit.SECONDS);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/a b");
    assertThat(request.queryParameter("q")).contains("1");
    assertThat(request.headers().first("x-a")).contains("b");
    assertThat(request.body()).isEqualTo("body".getBytes(UTF_8));
    assertThat(request.head().query()).isEqualTo(Map.of("q", List.of("1")));
    assertThat(request.remoteAddress()).isNotNull();
  }

  @Test
  void keepsTheConnectionAndAnswersInOrder() throws Exception {
    start(mirror());

    for (int i = 0; i < 3; i++) {
      assertThat(client.send(RawClient.get("/" + i)).response().body())
          .isEqualTo("GET /" + i + " ");
    }
    client.send(RawClient.get("/a") + RawClient.get("/b") + RawClient.handshake("/echo"));

    assertThat(client.response().body()).isEqualTo("GET /a ");
    assertThat(client.response().body()).isEqualTo("GET /b ");
    assertThat(client.head().status()).isEqualTo(101);
    assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
  }

  @Test
  void answersPipelinedRequestsInOrderAlsoWhenTheHookTakesItsTime() throws Exception {
    Queue<CompletableFuture<HttpResponse>> answers = new LinkedBlockingQueue<>();
    LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    start(
        Servers.echo()
            .httpAsync(request -> {
              CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
              answers.add(answer);
              asked.add(request.path());
              return answer;
            }));

    client.send(RawClient.get("/a") + RawClient.get("/b") + RawClient.get("/c"));

    for (String path : new String[] {"/a", "/b", "/c"}) {
      assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(path);
      // The next one is not looked at before this one is answered.
      assertThat(answers).hasSize(1);
      answers.remove().complete(HttpResponse.text(200, path));
      assertThat(client.response().body()).isEqualTo(path);
    }
  }

  @Test
  void answersThousandsOfPipelinedRequests() throws Exception {
    start(mirror());
    client.send(RawClient.get("/x").repeat(5_000));

    for (int i = 0; i < 5_000; i++) {
      assertThat(client.response().body()).isEqualTo("GET /x ");
    }
  }

  @Test
  void leavesTheBodyOutForHead() throws Exception {
    start(mirror());
    client.send(RawClient.get("/x").replace("GET", "HEAD") + RawClient.get("/y"));

    Response head = client.head();

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.field("Content-Length")).contains("7");
    assertThat(client.response().body()).isEqualTo("GET /y ");
  }

  @Test
  void takesBodiesOfBothFramings() throws Exception {
    start(mirror());
    String head = "POST /x HTTP/1.1\r\nHost: x\r\n";

    client.send(head + "Content-Length: 5\r\n\r\nhello");
    assertThat(client.response().body()).isEqualTo("POST /x hello");
    client.send(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
    assertThat(client.response().body()).isEqualTo("POST /x hello");
  }

  @Test
  void asksForABodyThatTheClientHoldsBack() throws Exception {
    start(mirror());
    client.send("POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

    assertThat(client.head().line()).isEqualTo("HTTP/1.1 100 Continue");
    assertThat(client.send("ok").response().body()).isEqualTo("POST /x ok");
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 11', ''",
    "'Transfer-Encoding: chunked', 'b\r\nhello world\r\n0\r\n\r\n'",
    "'Expect: 100-continue\r\nContent-Length: 11', ''"
  })
  void refusesABodyOverTheLimitWith413(String field, String body) throws Exception {
    start(mirror().limits(ServerLimits.DEFAULTS.withMaxBody(10)));

    client.send("POST / HTTP/1.1\r\nHost: x\r\n" + field + "\r\n\r\n" + body);

    Response response = client.response();
    assertThat(response.status()).isEqualTo(413);
    assertThat(response.body()).contains("10 bytes");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void deliversTheRefusalOfABodyThatTheClientIsStillSending() throws Exception {
    start(mirror());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
    // More than the socket buffers hold: a connection that is reset would lose the response.
    byte[] part = new byte[1 << 16];
    for (int i = 0; i < 64; i++) {
      client.send(part);
    }

    assertThat(client.response().status()).isEqualTo(413);
    assertThat(client.rest()).isEmpty();
  }

  // ---- where the hook does not answer

  @Test
  void answersAPlainRequestOnAWebSocketRouteWith426() throws Exception {
    start(Servers.echo());

    Response response = client.send(RawClient.get("/echo")).response();

    assertThat(response.status()).isEqualTo(426);
    assertThat(response.field("Upgrade")).contains("websocket");
    assertThat(response.body()).contains("WebSocket").hasLineCount(1);
  }

  @Test
  void answersAnotherMethodOnAWebSocketRouteWith405() throws Exception {
    start(Servers.echo());

    Response response = client.send(RawClient.get("/echo").replace("GET", "DELETE")).response();

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.field("Allow")).contains("GET");
  }

  @Test
  void answersAnUnknownPathWith404AndStays() throws Exception {
    start(mirror());

    assertThat(client.send(RawClient.get("/nothing")).response().status()).isEqualTo(404);
    assertThat(client.send(RawClient.get("/nothing")).response().status()).isEqualTo(404);
  }

  static Stream<WebSocketServerBuilder> failingHooks() {
    IllegalStateException failure = new IllegalStateException("secret");
    return Stream.of(
        Servers.echo()
            .http(request -> {
              throw failure;
            }),
        Servers.echo().httpAsync(request -> CompletableFuture.failedFuture(failure)),
        Servers.echo().http(request -> null));
  }

  @ParameterizedTest
  @MethodSource("failingHooks")
  void answers500WhereTheHookFailsAndLogsIt(WebSocketServerBuilder builder) throws Exception {
    try (Logs logs = new Logs()) {
      start(builder);

      Response response = client.send(RawClient.get("/a")).response();

      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).isEqualTo("the server failed to answer this request\n");
      assertThat(logs.lines()).contains("the http hook failed for GET /a");
    }
  }

  // ---- the end of a connection

  @Test
  void closesWhereTheClientAsksForIt() throws Exception {
    start(mirror());

    Response response = client.send(RawClient.get("/", "Connection: close")).response();

    assertThat(response.field("Connection")).contains("close");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void closesWhereTheHookAsksForIt() throws Exception {
    start(Servers.echo().http(r -> HttpResponse.text(200, "bye").with("Connection", "close")));

    assertThat(client.send(RawClient.get("/")).response().body()).isEqualTo("bye");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void closesAfterAResponseToHttp10() throws Exception {
    start(mirror());
    client.send("GET /old HTTP/1.0\r\n\r\n");

    assertThat(client.response().body()).isEqualTo("GET /old ");
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void closesAConnectionThatStaysIdleAfterAResponse() throws Exception {
    start(mirror().limits(ServerLimits.DEFAULTS.withIdleTimeout(Duration.ofMillis(200))));

    assertThat(client.send(RawClient.get("/")).response().status()).isEqualTo(200);
    assertThat(client.rest()).isEmpty();
  }

  @Test
  void holdsALongPollLongerThanTheDeadlines() throws Exception {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    start(
        Servers.echo()
            .httpAsync(request ->
                answer.completeOnTimeout(
                    HttpResponse.text(200, "late"), 600, TimeUnit.MILLISECONDS))
            .limits(
                ServerLimits.DEFAULTS
                    .withHandshakeTimeout(Duration.ofMillis(200))
                    .withIdleTimeout(Duration.ofMillis(200))));

    assertThat(client.send(RawClient.get("/")).response().body()).isEqualTo("late");
  }

  @Test
  void ignoresAnOfferToSpeakHttp2InClearText() throws Exception {
    start(mirror());
    client.send(
        RawClient.get(
            "/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings:"));

    assertThat(client.response().status()).isEqualTo(200);
  }
}
