package io.tidewire.cli;

import io.tidewire.WebSocketHandler;
import io.tidewire.fallback.Fallback;
import io.tidewire.server.HttpRequest;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.WebSocketServer;
import io.tidewire.server.WebSocketServerBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What `tidewire serve` serves: `/echo`, `/chat/{room}`, `/time`, the console page, and `/healthz`
/// for load balancers.
final class DemoServer {
  private final ConsolePages pages = new ConsolePages();
  private final RecordedHandshakes handshakes = new RecordedHandshakes(InstantSource.system());
  private final WebSocketServer server;

  private DemoServer(WebSocketServerBuilder builder, boolean fallback) {
    WebSocketHandler echo = WebSocketHandler.onMessage((ws, message) -> ws.send(message));
    builder
        .route("/echo", handshakes.recording(echo), "echo", "chat")
        .route("/chat/{room}", handshakes.recording(new ChatRooms()))
        .route("/time", handshakes.recording(TimeTicker.ofSystem()))
        .healthCheck("/healthz")
        .http(this::answer);
    if (fallback) {
      List.of("/echo", "/chat/{room}", "/time")
          .forEach(route -> builder.annex(route, Fallback.sockJs()));
    }
    server = builder.start();
  }

  /// Starts where and how the builder says.
  ///
  /// @param fallback whether the routes are served by SockJS and polling too
  static DemoServer start(WebSocketServerBuilder builder, boolean fallback) {
    return new DemoServer(builder, fallback);
  }

  WebSocketServer server() {
    return server;
  }

  /// Takes leave of everyone, in `limit` at most; what is left then ends with the process.
  CompletableFuture<Void> drain(Duration limit) {
    return server
        .drain(limit.dividedBy(2))
        .completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private HttpResponse answer(HttpRequest request) {
    Optional<HttpResponse> found = find(request);
    if (found.isPresent() && !request.method().equals("GET")) {
      return HttpResponse.text(405, "here is something to GET only\n").with("Allow", "GET, HEAD");
    }
    return found.orElse(HttpResponse.NONE);
  }

  private Optional<HttpResponse> find(HttpRequest request) {
    return switch (request.path()) {
      case "/console/handshakes" ->
          Optional.of(handshakes.answer(request.queryParameter("token").orElse("")));
      default -> pages.find(request.path());
    };
  }
}
