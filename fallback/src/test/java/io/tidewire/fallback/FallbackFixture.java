package io.tidewire.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import io.tidewire.server.WebSocketServer;
import io.tidewire.server.WebSocketServerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/// An echo with a fallback at `/echo`, and requests to it.
abstract class FallbackFixture {
  static final FallbackOptions QUICK =
      FallbackOptions.DEFAULTS.withResponseLimit(4096).withDisconnectDelay(Duration.ofMinutes(1));

  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
  final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  final Set<WebSocket> ended = ConcurrentHashMap.newKeySet();
  WebSocketServer server;

  final WebSocketHandler echo =
      new WebSocketHandler() {
        @Override
        public void onOpen(WebSocket ws) {
          opened.complete(ws);
        }

        @Override
        public void onMessage(WebSocket ws, io.tidewire.Message message) {
          ws.send(message);
        }

        @Override
        public void onClose(WebSocket ws, CloseReason reason) {
          closed.complete(reason);
          assertThat(ended.add(ws)).as("onClose comes once").isTrue();
        }
      };

  @AfterEach
  void stop() {
    server.connections().forEach(WebSocket::abort);
    server.close();
    http.shutdownNow();
  }

  void start(FallbackOptions options, UnaryOperator<WebSocketServerBuilder> more) {
    server =
        more.apply(
                WebSocketServer.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .route("/echo", echo)
                    .annex("/echo", Fallback.sockJs(options)))
            .start();
  }

  void start() {
    start(QUICK, builder -> builder);
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/echo" + path))
        .timeout(Duration.ofSeconds(10));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(to(path));
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> options(String path, String... headers) throws Exception {
    HttpRequest.Builder request = to(path).method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  String poll(String session) throws Exception {
    HttpResponse<String> response = post("/000/" + session + "/xhr", "");
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  static String field(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  CloseReason closeReason() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  static void write(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(UTF_8));
  }

  static String read(InputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), UTF_8);
  }
}
