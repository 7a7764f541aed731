package io.tidewire.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of sockjs-protocol 0.3.3, each test named by the section it is about.
class SockJsTest extends FallbackFixture {

  // ---- Greeting url, Info test

  @ParameterizedTest
  @ValueSource(strings = {"", "/"})
  void greeting(String suffix) throws Exception {
    start();
    HttpResponse<String> response = get(suffix);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("Welcome to SockJS!\n");
    assertThat(field(response, "content-type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "/a.html", "//", "///", "/a/a", "/a/a/", "/a/", "/a/a/nothing"})
  void greetingNotFound(String suffix) throws Exception {
    start();
    assertThat(get(suffix).statusCode()).isEqualTo(404);
  }

  @Test
  void infoBasicAndEntropy() throws Exception {
    start();
    HttpResponse<String> response = get("/info");
    assertThat(response.body())
        .matches(
            "\\{\"websocket\":true,\"cookie_needed\":false,\"origins\":\\[\"\\*:\\*\"],"
                + "\"entropy\":\\d+}");
    assertThat(field(response, "content-type")).isEqualTo("application/json; charset=UTF-8");
    assertThat(field(response, "cache-control")).contains("no-store").contains("max-age=0");
    assertThat(field(response, "access-control-allow-origin")).isEqualTo("*");
    assertThat(response.headers().firstValue("set-cookie")).isEmpty();
    assertThat(get("/info").body()).isNotEqualTo(response.body());
  }

  @ParameterizedTest
  @CsvSource({
    "/info, 'OPTIONS, GET'",
    "/abc/abc/xhr, 'OPTIONS, POST'",
    "/abc/abc/xhr_send, 'OPTIONS, POST'",
    "/abc/abc/xhr_streaming, 'OPTIONS, POST'"
  })
  void optionsAnswersPreflights(String path, String methods) throws Exception {
    start();
    HttpResponse<String> response = options(path, "Access-Control-Request-Headers", "a, b, c");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(field(response, "access-control-allow-methods")).isEqualTo(methods);
    assertThat(field(response, "access-control-allow-headers")).isEqualTo("a, b, c");
    assertThat(Integer.parseInt(field(response, "access-control-max-age"))).isGreaterThan(1000000);
    assertThat(field(response, "cache-control")).contains("public").contains("max-age=31536000");
    assertThat(field(response, "expires")).isNotEmpty();
  }

  // ---- Session URLs

  @ParameterizedTest
  @ValueSource(strings = {"/a/a", "/_/_", "/1/1", "/abcdefgh_i-j%20/abcdefg_i-j%20"})
  void sessionUrlsAnyValue(String part) throws Exception {
    start();
    assertThat(post(part + "/xhr", "").body()).isEqualTo("o\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//", "/a./a", "/a/a.", "", "/", "///"})
  void sessionUrlsInvalidPaths(String part) throws Exception {
    start();
    assertThat(get(part + "/xhr").statusCode()).isEqualTo(404);
    assertThat(post(part + "/xhr", "").statusCode()).isEqualTo(404);
  }

  @Test
  void sessionUrlsIgnoringServerId() throws Exception {
    start();
    assertThat(poll("s")).isEqualTo("o\n");
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(204);
    assertThat(post("/999/s/xhr", "").body()).isEqualTo("a[\"a\"]\n");
  }

  // ---- Protocol and framing

  @Test
  void protocolSimpleSession() throws Exception {
    start();
    assertThat(poll("s")).isEqualTo("o\n");
    HttpResponse<String> sent = post("/000/s/xhr_send", "[\"a\"]");
    assertThat(sent.statusCode()).isEqualTo(204);
    assertThat(sent.body()).isEmpty();
    assertThat(poll("s")).isEqualTo("a[\"a\"]\n");
    assertThat(opened.join().via()).isEqualTo("xhr");
    assertThat(opened.join().request().path()).isEqualTo("/echo");
    assertThat(opened.join().request().pathParameters()).isEmpty();
    assertThat(server.connections()).containsExactly(opened.join());
  }

  @Test
  void protocolCloseSession() throws Exception {
    start();
    assertThat(poll("s")).isEqualTo("o\n");
    opened.join().close(3000, "Go away!");
    assertThat(poll("s")).isEqualTo("c[3000,\"Go away!\"]\n");
    assertThat(poll("s")).isEqualTo("c[3000,\"Go away!\"]\n");
    assertThat(closeReason().code()).isEqualTo(3000);
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(404);
  }

  @Test
  void protocolSecondReceiverIsTurnedAwayAndAnInterruptedOneEndsTheSession() throws Exception {
    start();
    try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      write(
          waiting,
          "POST /echo/000/s/xhr_streaming HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      StringBuilder came = new StringBuilder();
      while (came.indexOf("\no\n") < 0) {
        came.append((char) waiting.getInputStream().read());
      }
      String second = poll("s");
      assertThat(second).isEqualTo("c[2010,\"Another connection still open\"]\n");
    }
    CloseReason reason = closeReason();
    assertThat(reason.code()).isEqualTo(1006);
    assertThat(reason.explanation()).contains("cut its receiving request");
    assertThat(poll("s")).isEqualTo("c[1002,\"Connection interrupted\"]\n");
  }

  @Test
  void protocolSessionThatNobodyVisitsEnds() throws Exception {
    start(QUICK.withDisconnectDelay(Duration.ofMillis(500)), builder -> builder);
    assertThat(poll("s")).isEqualTo("o\n");
    assertThat(closeReason().explanation()).contains("no receiving request came in 500 ms");
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(404);
    assertThat(server.connections()).isEmpty();
  }

  @Test
  void protocolHeartbeatEndsAWaitingPoll() throws Exception {
    start(QUICK.withHeartbeat(Duration.ofMillis(300)), builder -> builder);
    assertThat(poll("s")).isEqualTo("o\n");
    assertThat(poll("s")).isEqualTo("h\n");
  }

  // ---- XhrPolling

  @Test
  void xhrPollingTransport() throws Exception {
    start();
    HttpResponse<String> open =
        send(
            to("/000/s/xhr")
                .header("Access-Control-Request-Headers", "a, b, c")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(open.body()).isEqualTo("o\n");
    assertThat(field(open, "content-type")).isEqualTo("application/javascript; charset=UTF-8");
    assertThat(field(open, "access-control-allow-headers")).isEqualTo("a, b, c");
    assertThat(field(open, "cache-control")).contains("no-store");
    HttpResponse<String> sent = post("/000/s/xhr_send", "[\"x\"]");
    assertThat(field(sent, "content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(field(sent, "cache-control")).contains("no-store");
    assertThat(poll("s")).isEqualTo("a[\"x\"]\n");
  }

  @Test
  void xhrPollingInvalidSession() throws Exception {
    start();
    assertThat(post("/000/none/xhr_send", "[\"x\"]").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"x", "x", "{}", "\"x\"", "[1]", "[null]", "[[\"x\"]]", "[\"x\"] y"})
  void xhrPollingInvalidJson(String body) throws Exception {
    start();
    poll("s");
    HttpResponse<String> broken = post("/000/s/xhr_send", body);
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).contains("Broken JSON encoding.");
    HttpResponse<String> empty = post("/000/s/xhr_send", "");
    assertThat(empty.statusCode()).isEqualTo(500);
    assertThat(empty.body()).contains("Payload expected.");
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(204);
    assertThat(poll("s")).isEqualTo("a[\"a\"]\n");
  }

  @Test
  void xhrPollingBodyThatIsNotUtf8() throws Exception {
    start();
    poll("s");
    byte[] body = {'[', '"', (byte) 0xff, '"', ']'};
    HttpRequest.Builder request =
        to("/000/s/xhr_send").POST(HttpRequest.BodyPublishers.ofByteArray(body));
    assertThat(send(request).statusCode()).isEqualTo(500);
  }

  @Test
  void xhrPollingContentTypes() throws Exception {
    start();
    poll("s");
    for (String type : new String[] {"text/plain", "T", "application/json", "text/xml", ""}) {
      HttpRequest.Builder request =
          to("/000/s/xhr_send")
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofString("[\"a\"]"));
      assertThat(send(request).statusCode()).isEqualTo(204);
    }
    assertThat(poll("s")).isEqualTo("a[\"a\",\"a\",\"a\",\"a\",\"a\"]\n");
  }

  // ---- XhrStreaming, EventSource

  @Test
  void xhrStreamingTransportAndResponseLimit() throws Exception {
    start();
    HttpRequest request =
        to("/000/s/xhr_streaming").POST(HttpRequest.BodyPublishers.noBody()).build();
    String message = "x".repeat(128);
    HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      assertThat(read(in, 2049 + 2)).isEqualTo("h".repeat(2048) + "\no\n");
      for (int i = 0; i < 31; i++) {
        post("/000/s/xhr_send", "[\"" + message + "\"]");
        assertThat(read(in, 134)).isEqualTo("a[\"" + message + "\"]\n");
      }
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(opened.join().isOpen()).isTrue();
    post("/000/s/xhr_send", "[\"after\"]");
    assertThat(poll("s")).isEqualTo("a[\"after\"]\n");
  }

  @Test
  void eventSourceTransportAndResponseLimit() throws Exception {
    start();
    HttpResponse<InputStream> response =
        http.send(to("/000/s/eventsource").build(), BodyHandlers.ofInputStream());
    assertThat(field(response, "content-type")).isEqualTo("text/event-stream; charset=UTF-8");
    try (InputStream in = response.body()) {
      assertThat(read(in, 13)).isEqualTo("\r\ndata: o\r\n\r\n");
      post("/000/s/xhr_send", "[\"  \\u0000\\n\\r \"]");
      String expected = "data: a[\"  \\u0000\\n\\r \"]\r\n\r\n";
      assertThat(read(in, expected.length())).isEqualTo(expected);
      post("/000/s/xhr_send", "[\"" + "x".repeat(4096) + "\"]");
      assertThat(new String(in.readAllBytes(), UTF_8)).endsWith("x\"]\r\n\r\n");
    }
  }

  // ---- JSON encoding

  @Test
  void jsonEncodingEscapesWhatIsFragile() throws Exception {
    start();
    poll("s");
    post("/000/s/xhr_send", "[\"\\u0001\\u2028\\u200d\\ufffe\\ud83d\\ude00 \\ud800!\"]");
    assertThat(poll("s")).isEqualTo("a[\"\\u0001\\u2028\\u200d\\ufffe\ud83d\ude00 \\ufffd!\"]\n");
  }

  // ---- cookies

  @Test
  void jsessionidIsSetWhereAskedForAndKept() throws Exception {
    start(QUICK.withSessionCookie(true), builder -> builder);
    assertThat(get("/info").body()).contains("\"cookie_needed\":true");
    HttpResponse<String> first = post("/000/s/xhr", "");
    assertThat(field(first, "set-cookie")).isEqualTo("JSESSIONID=dummy; Path=/");
    HttpResponse<String> second =
        send(
            to("/000/t/xhr")
                .header("Cookie", "JSESSIONID=abcdef")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(field(second, "set-cookie")).isEqualTo("JSESSIONID=abcdef; Path=/");
    // Whoever does not have the cookie does not find the session.
    assertThat(post("/000/t/xhr", "").statusCode()).isEqualTo(404);
  }
}
