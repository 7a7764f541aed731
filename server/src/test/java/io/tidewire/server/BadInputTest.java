package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.server.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private WebSocketServer server;
  private RawClient client;

  private void start(WebSocketServerBuilder builder) throws IOException {
    server = builder.start();
    client = RawClient.connect(server);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private void assertRefused(int status, String words) throws IOException {
    Response response = client.response();
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.body()).contains(words).hasLineCount(1);
    assertThat(response.field("Connection")).contains("close");
    // In order, not by a reset.
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "\u0001\u0002\u0003\u0004\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nBad\u0001Name: x\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / FTP/1.1\r\nHost: x\r\n\r\n",
        "GET / http/1.1\r\nHost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void answersGarbageWith400(String garbage) throws Exception {
    start(Servers.echo());
    client.send(garbage);

    assertThat(client.response().line()).matches("HTTP/1.1 (400 Bad Request|505 .*)");
    assertThat(client.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"})
  void wantsOneHost(String request) throws Exception {
    start(Servers.echo());
    client.send(request);

    assertRefused(400, "Host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%C3", "/../etc/passwd", "/a%00"})
  void answersAMalformedTargetWith400(String target) throws Exception {
    start(Servers.echo().http(request -> HttpResponse.text(200, "never")));
    client.send(RawClient.get(target));

    assertRefused(400, "path");
  }

  @Test
  void tellsAClientThatSpeaksHttp2WhatIsSpoken() throws Exception {
    start(Servers.echo());
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    assertRefused(505, "HTTP/1.1");
  }

  @Test
  void answersALongRequestLineWith414() throws Exception {
    start(Servers.echo());
    client.send(RawClient.get("/" + "x".repeat(20_000)));

    assertRefused(414, "16384 bytes");
  }

  @Test
  void answersALargeHeadWith431() throws Exception {
    start(Servers.echo());
    client.send(RawClient.get("/", "X: " + "x".repeat(20_000)));

    assertRefused(431, "16384 bytes");
  }

  @Test
  void countsLineAndFieldsTogether() throws Exception {
    start(Servers.echo());
    client.send(RawClient.get("/" + "x".repeat(10_000), "X: " + "x".repeat(10_000)));

    assertRefused(431, "16384 bytes");
  }

  @Test
  void takesAHeadJustBelowTheLimit() throws Exception {
    start(Servers.echo());
    client.send(RawClient.handshake("/echo", "X: " + "x".repeat(16_000)));

    assertThat(client.head().status()).isEqualTo(101);
  }

  @Test
  void answersAHeadThatNeverEndsWith431() throws Exception {
    start(Servers.echo());
    client.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 2_000; i++) {
      client.send("X-" + i + ": endless\r\n");
    }

    assertRefused(431, "16384 bytes");
  }

  @Test
  void answersAHeadThatStopsWith408() throws Exception {
    start(
        Servers.echo().limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200))));
    client.send("GET /echo HTTP/1.1\r\nHost: ");

    assertRefused(408, "too long");
  }

  @Test
  void answersALaterHeadThatStopsWith408() throws Exception {
    start(
        Servers.echo().limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200))));
    assertThat(client.send(RawClient.get("/")).response().status()).isEqualTo(404);
    client.send("G");

    assertRefused(408, "too long");
  }

  @Test
  void answersABodyThatStopsWith408() throws Exception {
    start(Servers.echo().limits(ServerLimits.DEFAULTS.withIdleTimeout(Duration.ofMillis(200))));
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");

    assertRefused(408, "too long");
  }

  @Test
  void closesAConnectionThatSaysNothingWithoutAWord() throws Exception {
    start(
        Servers.echo().limits(ServerLimits.DEFAULTS.withHandshakeTimeout(Duration.ofMillis(200))));

    assertThat(client.rest()).isEmpty();
  }

  @Test
  void tellsAClientThatSpeaksTlsToAPlainPort() throws Exception {
    start(Servers.echo());
    // The beginning of a ClientHello; it may hold line ends.
    client.send(HexFormat.of().parseHex("16030100f5010000f103030a0d0a0d0a"));

    assertRefused(400, "does not speak TLS");
  }

  @Test
  void survivesAClientThatGoesAwayAnywhere() throws Exception {
    CompletableFuture<Void> served = new CompletableFuture<>();
    start(Servers.echo().http(request -> HttpResponse.text(200, "ok")));
    String request = RawClient.handshake("/echo");
    for (int cut = 0; cut < request.length(); cut += 7) {
      try (RawClient gone = RawClient.connect(server)) {
        gone.send(request.substring(0, cut));
      }
    }
    served.complete(null);

    assertThat(client.send(RawClient.get("/")).response().body()).isEqualTo("ok");
  }
}
