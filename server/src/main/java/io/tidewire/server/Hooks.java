package io.tidewire.server;

import io.tidewire.HandshakeRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// What an application says about requests. Called on event loops.
///
/// @param policy decides on handshakes
/// @param http answers plain HTTP
/// @param refused is told of handshakes that were refused, and how
record Hooks(
    Function<HandshakeRequest, CompletionStage<HandshakeDecision>> policy,
    Function<HttpRequest, CompletionStage<HttpResponse>> http,
    BiConsumer<HandshakeRequest, HttpResponse> refused) {

  /// Accepts all, answers nothing, and does not want to know.
  static final Hooks NONE =
      new Hooks(
          _ -> CompletableFuture.completedFuture(HandshakeDecision.accept()),
          _ -> CompletableFuture.completedFuture(HttpResponse.NONE),
          (_, _) -> {});

  /// Answers a health check at this path itself: 200, or 503 while the server drains.
  Hooks withHealthCheck(String path, BooleanSupplier draining) {
    return new Hooks(
        policy,
        request ->
            request.path().equals(path)
                ? CompletableFuture.completedFuture(health(request, draining.getAsBoolean()))
                : http.apply(request),
        refused);
  }

  private static HttpResponse health(HttpRequest request, boolean draining) {
    if (!request.method().equals("GET")) {
      return HttpResponse.text(405, "a health check is a GET\n").with("Allow", "GET, HEAD");
    }
    return draining ? HttpResponse.text(503, "draining\n") : HttpResponse.text(200, "ok\n");
  }
}
