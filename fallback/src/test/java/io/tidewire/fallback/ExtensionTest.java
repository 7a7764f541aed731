package io.tidewire.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseReason;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our extension of SockJS: requests that are cut and made again lose nothing and double nothing.
class ExtensionTest extends FallbackFixture {

  @BeforeEach
  void begin() {
    start();
  }

  private String receive(String query) throws Exception {
    HttpResponse<String> response = post("/000/s/xhr?tidewire=1" + query, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private String pollNow(String query) throws Exception {
    return post("/000/s/poll?tidewire=1" + query, "").body();
  }

  private int send(long from, String body) throws Exception {
    return post("/000/s/xhr_send?tidewire=1&from=" + from, body).statusCode();
  }

  private WebSocket open() throws Exception {
    assertThat(receive("")).isEqualTo("o\n");
    return opened.get(20, TimeUnit.SECONDS);
  }

  // ---- receiving

  @Test
  void aLostOpenFrameIsRepeated() throws Exception {
    open();
    assertThat(receive("")).isEqualTo("o\n");
    assertThat(pollNow("&after=0")).isEqualTo("h\n");
  }

  @Test
  void aClientMayBeginByHavingNothing() throws Exception {
    assertThat(receive("&after=0")).isEqualTo("o\n");
    assertThat(pollNow("&after=0")).isEqualTo("h\n");
  }

  @Test
  void messagesAreKeptUntilTheClientHasThem() throws Exception {
    WebSocket ws = open();
    ws.send("a");
    ws.send("b");
    assertThat(receive("&after=0")).isEqualTo("a[\"a\",\"b\"]\n");
    assertThat(receive("&after=0")).isEqualTo("a[\"a\",\"b\"]\n");
    assertThat(receive("&after=1")).isEqualTo("a[\"b\"]\n");
    ws.send("c");
    assertThat(receive("&after=1")).isEqualTo("a[\"b\",\"c\"]\n");
    assertThat(ws.queuedBytes()).isEqualTo(2);
    assertThat(pollNow("&after=3")).isEqualTo("h\n");
    assertThat(ws.queuedBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"&after=0", "&after=3", "", "&after=-1", "&after=x", "&after="})
  void aCountThatCannotBeIsRefusedAndHarmsNothing(String query) throws Exception {
    WebSocket ws = open();
    ws.send("a");
    ws.send("b");
    assertThat(receive("&after=0")).isEqualTo("a[\"a\",\"b\"]\n");
    assertThat(pollNow("&after=2")).isEqualTo("h\n");
    assertThat(post("/000/s/xhr?tidewire=1" + query, "").statusCode()).isEqualTo(400);
    assertThat(pollNow("&after=2")).isEqualTo("h\n");
  }

  @Test
  void aCutReceiverLeavesTheSessionOpen() throws Exception {
    try (Socket waiting = stream("s")) {
      assertThat(waiting.isConnected()).isTrue();
    }
    WebSocket ws = opened.get(20, TimeUnit.SECONDS);
    ws.send("a");
    assertThat(receive("&after=0")).isEqualTo("a[\"a\"]\n");
    assertThat(ws.isOpen()).isTrue();
  }

  @Test
  void aSessionWhoseReceiverWasCutEndsAfterItsDelay() throws Exception {
    server.close();
    start(QUICK.withDisconnectDelay(Duration.ofMillis(300)), builder -> builder);
    stream("s").close();
    assertThat(closeReason().explanation()).contains("no receiving request came in 300 ms");
  }

  @Test
  void aNewReceiverReplacesAStreamThatWaits() throws Exception {
    try (Socket waiting = stream("s")) {
      opened.join().send("a");
      assertThat(receive("&after=0")).contains("a[\"a\"]");
      // The last chunk; the connection stays.
      String rest = readUntil(waiting.getInputStream(), "\r\n0\r\n\r\n");
      assertThat(rest).doesNotContain("c[");
    }
  }

  @Test
  void aNewReceiverReplacesAPollThatWaits() throws Exception {
    open();
    CompletableFuture<HttpResponse<String>> waiting =
        http.sendAsync(
            to("/000/s/xhr?tidewire=1&after=0").POST(HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    while (!waiting.isDone()) {
      assertThat(pollNow("&after=0")).isEqualTo("h\n");
    }
    assertThat(waiting.get().statusCode()).isEqualTo(200);
    assertThat(waiting.get().body()).isEqualTo("h\n");
  }

  @Test
  void aStreamGoesOnWhereTheLastOneWasCut() throws Exception {
    try (Socket waiting = stream("s")) {
      opened.join().send("a");
      readUntil(waiting.getInputStream(), "a[\"a\"]\n");
      opened.join().send("b");
    }
    try (Socket waiting = stream("s", "&after=1")) {
      assertThat(readUntil(waiting.getInputStream(), "a[\"b\"]\n")).doesNotContain("\"a\"");
    }
  }

  @Test
  void aStreamEndsWhenTheClientHasToSayWhatItHas() throws Exception {
    try (Socket waiting = stream("s")) {
      opened.join().send("x".repeat(5000));
      opened.join().send("next");
      String all = readUntil(waiting.getInputStream(), "\r\n0\r\n\r\n");
      assertThat(all).contains("xxx").doesNotContain("next");
    }
    assertThat(receive("&after=1")).isEqualTo("a[\"next\"]\n");
  }

  @Test
  void whoNeverSaysWhatItHasMakesTheServerKeepABoundedAmount() throws Exception {
    WebSocket ws = open();
    for (int i = 0; i < 20; i++) {
      ws.send("x".repeat(1000));
    }
    String first = receive("&after=0");
    assertThat(first.length()).isBetween(4000, 6000);
    assertThat(receive("&after=0")).isEqualTo(first);
    assertThat(ws.queuedBytes()).isEqualTo(20_000);
    ws.abort();
  }

  // ---- sending

  @Test
  void aBodyThatComesAgainIsTakenOnce() throws Exception {
    open();
    assertThat(send(0, "[\"a\",\"b\"]")).isEqualTo(204);
    assertThat(send(0, "[\"a\",\"b\"]")).isEqualTo(204);
    assertThat(send(1, "[\"b\",\"c\"]")).isEqualTo(204);
    assertThat(send(5, "[\"f\"]")).isEqualTo(409);
    assertThat(send(3, "[\"d\"]")).isEqualTo(204);
    assertThat(receive("&after=0")).isEqualTo("a[\"a\",\"b\",\"c\",\"d\"]\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&from=-1", "&from=x"})
  void aBodyHasToSayWhereItBelongs(String from) throws Exception {
    open();
    assertThat(post("/000/s/xhr_send?tidewire=1" + from, "[\"a\"]").statusCode()).isEqualTo(400);
  }

  @Test
  void aSenderThatComesAgainReplacesTheOneThatWaits() throws Exception {
    server.close();
    CompletableFuture<WebSocket> slow = new CompletableFuture<>();
    server =
        io.tidewire.server.WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .blocking(
                "/echo",
                ws -> {
                  slow.complete(ws);
                  ws.closed().join();
                })
            .annex("/echo", Fallback.sockJs(QUICK))
            .start();
    receive("");
    String megabyte = "[\"" + "x".repeat(700_000) + "\",\"" + "y".repeat(100_000) + "\"]";
    CompletableFuture<HttpResponse<String>> first =
        http.sendAsync(
            to("/000/s/xhr_send?tidewire=1&from=0")
                .POST(HttpRequest.BodyPublishers.ofString(megabyte))
                .build(),
            BodyHandlers.ofString());
    CompletableFuture<HttpResponse<String>> second =
        http.sendAsync(
            to("/000/s/xhr_send?tidewire=1&from=0")
                .POST(HttpRequest.BodyPublishers.ofString(megabyte))
                .build(),
            BodyHandlers.ofString());
    CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);
    assertThat((first.isDone() ? first : second).get().statusCode()).isEqualTo(503);
    WebSocket ws = slow.join();
    assertThat(ws.receive().text()).startsWith("xxx");
    assertThat(ws.receive().text()).startsWith("yyy");
    assertThat(ws.receive(Duration.ofMillis(1))).isEmpty();
    ws.abort();
  }

  // ---- binary

  @Test
  void binaryMessagesTravelBehindAMarker() throws Exception {
    WebSocket ws = open();
    assertThat(send(0, "[\"a\",{\"binary\":\"AAH/\"},\"b\"]")).isEqualTo(204);
    assertThat(receive("&after=0")).isEqualTo("a[\"a\",{\"binary\":\"AAH/\"},\"b\"]\n");
    ws.send(new byte[0]);
    assertThat(receive("&after=3")).isEqualTo("a[{\"binary\":\"\"}]\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"binary\":\"A\"}]",
        "[{\"binary\":1}]",
        "[{\"text\":\"a\"}]",
        "[{}]",
        "[{\"binary\":\"AA==\",\"more\":1}]",
        "[{\"binary\":\"A-_=\"}]"
      })
  void aMarkerThatIsNotThatIsBroken(String body) throws Exception {
    open();
    assertThat(send(0, body)).isEqualTo(500);
    assertThat(send(0, "[\"a\"]")).isEqualTo(204);
  }

  @Test
  void plainSockJsHasNoMarker() throws Exception {
    poll("s");
    assertThat(post("/000/s/xhr_send", "[{\"binary\":\"AAH/\"}]").statusCode()).isEqualTo(500);
  }

  // ---- closing

  @ParameterizedTest
  @CsvSource({"'[4001,\"bye\"]', 4001, bye", "'[1000]', 1000, ''", "'', 1005, ''"})
  void theClientClosesWithACodeAndAReason(String body, int code, String text) throws Exception {
    open();
    assertThat(post("/000/s/close?tidewire=1", body).statusCode()).isEqualTo(204);
    CloseReason reason = closeReason();
    assertThat(reason.code()).isEqualTo(code);
    assertThat(reason.text()).isEqualTo(text);
    assertThat(reason.by()).isEqualTo(CloseReason.By.PEER);
    int told = code == 1005 ? 1000 : code;
    String frame = "c[" + told + ",\"" + text + "\"]\n";
    assertThat(receive("&after=0")).isEqualTo(frame);
    assertThat(receive("&after=0")).isEqualTo(frame);
    assertThat(post("/000/s/close?tidewire=1", "").statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1006,\"\"]", "[99999]", "[\"bye\"]", "{", "[1000,\"a\",1]", "[1e9]"})
  void aCloseThatMayNotBeIsRefused(String body) throws Exception {
    WebSocket ws = open();
    assertThat(post("/000/s/close?tidewire=1", body).statusCode()).isEqualTo(400);
    assertThat(ws.isOpen()).isTrue();
  }

  @Test
  void messagesBeforeACloseComeAgainToo() throws Exception {
    WebSocket ws = open();
    ws.send("last");
    ws.close(3000, "Go away!");
    assertThat(receive("&after=0")).isEqualTo("a[\"last\"]\n");
    assertThat(receive("&after=0")).isEqualTo("a[\"last\"]\n");
    assertThat(receive("&after=1")).isEqualTo("c[3000,\"Go away!\"]\n");
    assertThat(receive("&after=1")).isEqualTo("c[3000,\"Go away!\"]\n");
  }

  @Test
  void whoWaitsForAMessageThatNeverLeftIsTold() throws Exception {
    server.close();
    start(QUICK.withDisconnectDelay(Duration.ofMillis(300)), builder -> builder);
    WebSocket ws = open();
    CompletableFuture<Void> sent = ws.sendAsync(Message.text("a"));
    closeReason();
    assertThat(sent).failsWithin(Duration.ofSeconds(20));
  }

  // ---- which session

  @Test
  void anUnknownSessionIsNotOpenedByWhoSpeaksOfAnother() throws Exception {
    assertThat(post("/000/s/xhr?tidewire=1&after=1", "").statusCode()).isEqualTo(404);
    assertThat(send(1, "[\"a\"]")).isEqualTo(404);
    assertThat(post("/000/s/close?tidewire=1", "").statusCode()).isEqualTo(404);
  }

  @Test
  void theFirstRequestDecidesWhetherTheExtensionIsSpoken() throws Exception {
    open();
    assertThat(post("/000/s/xhr", "").statusCode()).isEqualTo(404);
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(404);
    poll("plain");
    assertThat(post("/000/plain/xhr?tidewire=1", "").statusCode()).isEqualTo(404);
    assertThat(post("/000/plain/close", "").statusCode()).isEqualTo(404);
  }

  /// A streaming request that has had its open frame.
  private Socket stream(String session) throws Exception {
    Socket socket = stream(session, "");
    readUntil(socket.getInputStream(), "\no\n");
    return socket;
  }

  private Socket stream(String session, String query) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    write(
        socket,
        "POST /echo/000/%s/xhr_streaming?tidewire=1%s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
            .formatted(session, query));
    return socket;
  }

  private static String readUntil(InputStream in, String end) throws Exception {
    StringBuilder came = new StringBuilder();
    while (came.indexOf(end) < 0) {
      int next = in.read();
      assertThat(next).as("the response ended after: " + came).isNotNegative();
      came.append((char) next);
    }
    return came.toString();
  }
}
