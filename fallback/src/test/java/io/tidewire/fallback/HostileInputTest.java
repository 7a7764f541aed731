package io.tidewire.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.connection.Connections;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What clients may try, and what it costs.
class HostileInputTest extends FallbackFixture {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void aHugePostIsRefusedBeforeItIsRead() throws Exception {
    start();
    poll("s");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      write(
          socket,
          "POST /echo/000/s/xhr_send HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n");
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).contains(" 413 ");
    }
  }

  @Test
  void aHugePostThatDoesNotSayItsLengthIsRefusedAtTheLimit() throws Exception {
    start();
    poll("s");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      write(
          socket,
          "POST /echo/000/s/xhr_send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      assertThat(mebibytesTaken(socket)).isLessThan(100);
      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8)).endsWith(" 413");
    }
    assertThat(post("/000/s/xhr_send", "[\"a\"]").statusCode()).isEqualTo(204);
    opened.join().abort();
  }

  private static int mebibytesTaken(Socket socket) throws IOException {
    String chunk = "100000\r\n" + "x".repeat(MEBIBYTE) + "\r\n";
    int taken = 0;
    while (taken < 100 && socket.getInputStream().available() == 0) {
      write(socket, chunk);
      taken++;
    }
    return taken;
  }

  @Test
  void bodiesAreLargerHereThanElsewhere() throws Exception {
    start();
    poll("s");
    String megabyte = "[\"" + "\\u0001".repeat(MEBIBYTE) + "\"]";
    assertThat(post("/000/s/xhr_send", megabyte).statusCode()).isEqualTo(204);
    assertThat(poll("s")).hasSize(6 * MEBIBYTE + 6); // until then the echo takes no more
    assertThat(post("/000/s/xhr_send", "[\"" + "x".repeat(MEBIBYTE + 1) + "\"]").statusCode())
        .isEqualTo(413);
    assertThat(closeReason().code()).isEqualTo(1009);
    assertThat(
            send(to("/info").POST(java.net.http.HttpRequest.BodyPublishers.ofString(megabyte)))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void aMillionEmptyMessagesCostTheirBody() throws Exception {
    AtomicInteger came = new AtomicInteger();
    WebSocketHandler counting =
        new WebSocketHandler() {
          @Override
          public void onMessage(WebSocket ws, Message message) {
            came.incrementAndGet();
          }
        };
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .route("/echo", counting)
            .annex("/echo", Fallback.sockJs(QUICK))
            .start();
    poll("s");
    String body = "[" + "\"\",".repeat(999_999) + "\"\"]";
    assertThat(post("/000/s/xhr_send", body).statusCode()).isEqualTo(204);
    assertThat(came.get()).isEqualTo(1_000_000);
  }

  @Test
  void bodiesCountInTheBudgetOfTheProcess() throws Exception {
    start();
    poll("s");
    long all = Runtime.getRuntime().maxMemory() / 4;
    assertThat(Connections.budget().take(all - MEBIBYTE)).isTrue();
    try {
      String body = "[\"" + "x".repeat(MEBIBYTE - 4) + "\"]";
      assertThat(post("/000/s/xhr_send", "[" + " ".repeat(2 * MEBIBYTE) + "]").statusCode())
          .isEqualTo(503);
      // What was refused is given back, and so is what was taken.
      assertThat(post("/000/s/xhr_send", body).statusCode()).isEqualTo(204);
      assertThat(poll("s")).hasSize(body.length() + 2);
      assertThat(post("/000/s/xhr_send", body).statusCode()).isEqualTo(204);
    } finally {
      Connections.budget().give(all - MEBIBYTE);
    }
    opened.join().abort();
  }

  @Test
  void thousandsOfSessionsFromOneAddressAreTooMany() throws Exception {
    start(QUICK, builder -> builder);
    int open = 0;
    for (int i = 0; i < 1_100; i++) {
      int status = post("/000/s" + i + "/xhr", "").statusCode();
      assertThat(status).isIn(200, 503);
      open += status == 200 ? 1 : 0;
    }
    assertThat(open).isLessThan(1_100).isGreaterThanOrEqualTo(1_000);
    server.connections().forEach(WebSocket::abort);
  }

  @Test
  void oneSessionInTwoTabsHasOneReceiver() throws Exception {
    start();
    try (Socket first = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      write(
          first, "POST /echo/000/s/xhr_streaming HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      opened.join();
      // The other tab's is turned away once the first is there, and the session stays.
      StringBuilder came = new StringBuilder();
      while (came.indexOf("\no\n") < 0) {
        came.append((char) first.getInputStream().read());
      }
      assertThat(poll("s")).isEqualTo("c[2010,\"Another connection still open\"]\n");
      post("/000/s/xhr_send", "[\"a\"]");
      while (came.indexOf("a[\"a\"]\n") < 0) {
        came.append((char) first.getInputStream().read());
      }
    }
    assertThat(closeReason().code()).isEqualTo(1006);
  }
}
