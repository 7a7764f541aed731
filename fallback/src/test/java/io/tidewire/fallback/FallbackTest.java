package io.tidewire.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidewire.Message;
import io.tidewire.OverflowPolicy;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.OriginRule;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.WebSocketServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What we promise beyond the protocol.
class FallbackTest extends FallbackFixture {

  @Test
  void shortPollingAnswersAtOnce() throws Exception {
    start();
    assertThat(post("/000/s/poll", "").body()).isEqualTo("o\n");
    assertThat(post("/000/s/poll", "").body()).isEqualTo("h\n");
    post("/000/s/xhr_send", "[\"a\"]");
    assertThat(post("/000/s/poll", "").body()).isEqualTo("a[\"a\"]\n");
    assertThat(opened.join().via()).isEqualTo("poll");
  }

  @Test
  void binaryFailsAtTheSender() throws Exception {
    start();
    poll("s");
    assertThat(catchThrowable(() -> opened.join().send(new byte[1])))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("text alone");
    opened.join().send("fine");
    assertThat(poll("s")).isEqualTo("a[\"fine\"]\n");
  }

  @Test
  void pagesOfOtherOriginsAreRefusedAndOurOwnMaySendCredentials() throws Exception {
    start();
    HttpResponse<String> strange =
        send(
            to("/000/s/xhr")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(strange.statusCode()).isEqualTo(403);
    assertThat(strange.headers().firstValue("access-control-allow-origin")).isEmpty();
    String own = "http://127.0.0.1:" + server.port();
    HttpResponse<String> page =
        send(to("/000/s/xhr").header("Origin", own).POST(HttpRequest.BodyPublishers.noBody()));
    assertThat(field(page, "access-control-allow-origin")).isEqualTo(own);
    assertThat(field(page, "access-control-allow-credentials")).isEqualTo("true");
    // A browser leaves the origin out of a GET to its own.
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(204);
  }

  @Test
  void aSessionBelongsToTheOriginThatOpenedIt() throws Exception {
    start(QUICK, builder -> builder.origins(OriginRule.allow(List.of("https://a.example"))));
    HttpRequest.Builder page = to("/000/s/xhr").POST(HttpRequest.BodyPublishers.noBody());
    assertThat(send(page.copy().header("Origin", "https://a.example")).body()).isEqualTo("o\n");
    assertThat(send(page).statusCode()).isEqualTo(404);
    assertThat(send(page.copy().header("Authorization", "Bearer x")).statusCode()).isEqualTo(404);
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(404);
    opened.join().abort();
  }

  @Test
  void aFrameOfAnotherSiteOpensNothing() throws Exception {
    start();
    HttpRequest.Builder frame = to("/000/s/htmlfile?c=x").header("Sec-Fetch-Site", "cross-site");
    assertThat(send(frame).statusCode()).isEqualTo(403);
    assertThat(opened).isNotDone();
  }

  @Test
  void aHandlerThatPausesGetsTheNextMessageWhenItsWorkIsDone() throws Exception {
    CompletableFuture<Void> work = new CompletableFuture<>();
    WebSocketHandler pausing =
        WebSocketHandler.onMessage((ws, message) -> {
          ws.send(message);
          ws.pauseUntil(work);
        });
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .route("/echo", pausing)
            .annex("/echo", Fallback.sockJs(QUICK))
            .start();
    poll("s");
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(
            to("/000/s/xhr_send")
                .POST(HttpRequest.BodyPublishers.ofString("[\"a\",\"b\"]"))
                .build(),
            BodyHandlers.ofString(UTF_8));
    assertThat(poll("s")).isEqualTo("a[\"a\"]\n");
    work.complete(null);
    assertThat(poll("s")).isEqualTo("a[\"b\"]\n");
    sent.get(20, TimeUnit.SECONDS);
  }

  @Test
  void thePolicyDecidesHereToo() throws Exception {
    start(
        QUICK, builder -> builder.policy(request -> HandshakeDecision.refuse(401, "who are you")));
    HttpResponse<String> response = post("/000/s/xhr", "");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("who are you\n");
    assertThat(post("/000/s/xhr", "").statusCode()).isEqualTo(401);
  }

  @Test
  void sessionsAreBoundedInNumber() throws Exception {
    start(QUICK.withMaxSessions(100, 2), builder -> builder);
    poll("a");
    poll("b");
    assertThat(post("/000/c/xhr", "").statusCode()).isEqualTo(503);
    opened.join().abort();
    closeReason();
  }

  @Test
  void thousandsOfMessagesComeInOrderAndOnceEach() throws Exception {
    start(FallbackOptions.DEFAULTS, builder -> builder);
    poll("s");
    String all =
        IntStream.range(0, 10_000).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(
            to("/000/s/xhr_send")
                .POST(HttpRequest.BodyPublishers.ofString("[" + all + "]"))
                .build(),
            BodyHandlers.ofString());
    StringBuilder got = new StringBuilder();
    while (got.length() < all.length()) {
      String frame = poll("s");
      assertThat(frame).startsWith("a[").endsWith("]\n");
      got.append(got.isEmpty() ? "" : ",").append(frame, 2, frame.length() - 2);
    }
    assertThat(got.toString()).isEqualTo(all);
    assertThat(sent.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    opened.join().abort();
  }

  @Test
  void theOverflowPolicyHoldsWhereNobodyPolls() throws Exception {
    WebSocketOptions small =
        WebSocketOptions.DEFAULTS.withQueueLimit(1000).withOverflow(OverflowPolicy.DROP_NEWEST);
    start(FallbackOptions.DEFAULTS, builder -> builder.options(small));
    poll("s");
    WebSocket ws = opened.join();
    CompletableFuture<Void> first = ws.sendAsync(Message.text("x".repeat(2000)));
    CompletableFuture<Void> second = ws.sendAsync(Message.text("lost"));
    assertThat(second).isCompletedExceptionally();
    assertThat(ws.droppedMessages()).isEqualTo(1);
    assertThat(poll("s")).hasSize(2000 + 6);
    first.get(20, TimeUnit.SECONDS);
    ws.abort();
  }

  @Test
  void aBlockingHandlerIsServedAlike() throws Exception {
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .blocking("/echo", ws -> ws.messages().forEach(m -> ws.send("got " + m.text())))
            .annex("/echo", Fallback.sockJs(QUICK))
            .start();
    poll("s");
    post("/000/s/xhr_send", "[\"a\",\"b\"]");
    String frames = poll("s");
    assertThat(frames.contains("got b") ? frames : frames + poll("s")).contains("got a", "got b");
  }
}
