package io.tidewire.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseReason;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket.Listener;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of sockjs-protocol 0.3.3 about WebSocket, with the JDK's client.
class SocketTransportTest extends FallbackFixture {
  private static final String CLOSED = "closed ";

  /// Gathers what comes.
  private static final class Inbox implements Listener {
    final BlockingQueue<String> came = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(java.net.http.WebSocket ws, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        came.add(text.toString());
        text.setLength(0);
      }
      ws.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(java.net.http.WebSocket ws, int code, String reason) {
      came.add(CLOSED + code);
      return null;
    }

    @Override
    public void onError(java.net.http.WebSocket ws, Throwable error) {
      came.add(CLOSED + error);
    }

    String next() throws InterruptedException {
      String next = came.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("nothing came").isNotNull();
      return next;
    }
  }

  private final Inbox inbox = new Inbox();

  private java.net.http.WebSocket connect(String path) throws Exception {
    URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/echo" + path);
    return http.newWebSocketBuilder().buildAsync(uri, inbox).get(20, TimeUnit.SECONDS);
  }

  private int refusal(String path) {
    Throwable failure = catchThrowable(() -> connect(path));
    assertThat(failure).isInstanceOf(ExecutionException.class);
    return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
  }

  @Test
  void websocketHybiTransport() throws Exception {
    start();
    java.net.http.WebSocket client = connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    client.sendText("[\"a\"]", true).join();
    assertThat(inbox.next()).isEqualTo("a[\"a\"]");
    WebSocket ws = opened.join();
    assertThat(ws.via()).isEqualTo("sockjs-websocket");
    assertThat(ws.request().path()).isEqualTo("/echo");
    assertThat(server.connections()).containsExactly(ws);
    assertThat(ws.ping().get(20, TimeUnit.SECONDS)).isPositive();
    client.sendClose(3001, "bye").join();
    CloseReason reason = closeReason();
    assertThat(reason.code()).isEqualTo(3001);
    assertThat(reason.by()).isEqualTo(CloseReason.By.PEER);
  }

  @Test
  void websocketHybiClose() throws Exception {
    start();
    connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    opened.join().send("last");
    opened.join().close(3000, "Go away!");
    assertThat(inbox.next()).isEqualTo("a[\"last\"]");
    assertThat(inbox.next()).isEqualTo("c[3000,\"Go away!\"]");
    assertThat(inbox.next()).isEqualTo(CLOSED + 1000);
    assertThat(closeReason().code()).isEqualTo(3000);
  }

  @Test
  void websocketHybiEmptyFramesAreIgnored() throws Exception {
    start();
    java.net.http.WebSocket client = connect("/000/s/websocket");
    client.sendText("", true).join();
    client.sendText("[]", true).join();
    client.sendText("[\"a\"]", true).join();
    assertThat(inbox.next()).isEqualTo("o");
    assertThat(inbox.next()).isEqualTo("a[\"a\"]");
    opened.join().abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"a", "x", "{}", "[1]"})
  void websocketHybiBrokenJsonEndsIt(String broken) throws Exception {
    start();
    java.net.http.WebSocket client = connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    client.sendText(broken, true).join();
    assertThat(inbox.next()).isEqualTo("c[1007,\"\"]");
    assertThat(inbox.next()).isEqualTo(CLOSED + 1000);
    assertThat(closeReason().explanation()).contains("not SockJS");
  }

  @Test
  void websocketHybiReuseOfASessionIdIsAnotherSession() throws Exception {
    start();
    connect("/000/s/websocket");
    connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    assertThat(inbox.next()).isEqualTo("o");
    assertThat(server.connections()).hasSize(2);
    assertThat(post("/000/s/xhr_send", "[\"x\"]").statusCode()).isEqualTo(404);
    server.connections().forEach(WebSocket::abort);
    assertThat(inbox.next()).startsWith(CLOSED);
    assertThat(inbox.next()).startsWith(CLOSED);
  }

  @Test
  void rawWebsocketTransportAndClose() throws Exception {
    start();
    java.net.http.WebSocket client = connect("/websocket");
    client.sendText("Hello world!\uffff", true).join();
    assertThat(inbox.next()).isEqualTo("Hello world!\uffff");
    assertThat(opened.join().via()).isEqualTo("websocket");
    opened.join().send(new byte[1]); // nothing of SockJS is in the way
    opened.join().close(3000, "Go away!");
    assertThat(inbox.next()).isEqualTo(CLOSED + 3000);
  }

  @Test
  void binaryFailsAtTheSenderOfSockJsFrames() throws Exception {
    start();
    java.net.http.WebSocket client = connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    assertThat(catchThrowable(() -> opened.join().send(new byte[1])))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("text alone");
    client.sendBinary(java.nio.ByteBuffer.allocate(1), true).join();
    assertThat(inbox.next()).isEqualTo("c[1007,\"\"]");
  }

  @Test
  void websocketHttpErrorsInvalidMethodAndNoUpgrade() throws Exception {
    start();
    HttpResponse<String> plain = get("/0/0/websocket");
    assertThat(plain.statusCode()).isEqualTo(400);
    assertThat(plain.body()).contains("Can \"Upgrade\" only to \"WebSocket\".");
    HttpResponse<String> posted = post("/0/0/websocket", "");
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(field(posted, "allow")).isEqualTo("GET");
    assertThat(posted.body()).isEmpty();
  }

  @Test
  void disabledWebsocketIsNotFoundAndInfoSaysSo() throws Exception {
    start(QUICK.withWebSocket(false), builder -> builder);
    assertThat(get("/info").body()).contains("\"websocket\":false");
    assertThat(get("/0/0/websocket").statusCode()).isEqualTo(404);
    assertThat(refusal("/0/0/websocket")).isEqualTo(404);
    assertThat(refusal("/websocket")).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/0/0/xhr", "/info", "/0./0/websocket", "/0/0./websocket", "/other"})
  void aHandshakeElsewhereIsNotFound(String path) throws Exception {
    start();
    assertThat(refusal(path)).isEqualTo(404);
  }

  @Test
  void aClientThatVanishesEndsTheSession() throws Exception {
    start();
    java.net.http.WebSocket client = connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    client.abort();
    assertThat(closeReason().code()).isEqualTo(1006);
  }

  @Test
  void heartbeatsComeHereToo() throws Exception {
    start(QUICK.withHeartbeat(Duration.ofMillis(300)), builder -> builder);
    connect("/000/s/websocket");
    assertThat(inbox.next()).isEqualTo("o");
    assertThat(inbox.next()).isEqualTo("h");
    opened.join().abort();
  }

  @Test
  void thousandsOfMessagesComeInOrderAndASlowHandlerSlowsTheClient() throws Exception {
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
    java.net.http.WebSocket client = connect("/000/s/websocket");
    String filler = "x".repeat(1000);
    CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
    for (int i = 0; i < 5000; i++) {
      String frame = "[\"" + i + " " + filler + "\"]";
      sent = sent.thenCompose(_ -> client.sendText(frame, true));
    }
    for (int i = 0; i < 5000; i++) {
      assertThat(slow.join().receive().text()).startsWith(i + " ");
    }
    sent.get(20, TimeUnit.SECONDS);
    slow.join().abort();
  }
}
