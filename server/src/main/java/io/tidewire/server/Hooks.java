package io.tidewire.server;

import io.tidewire.HandshakeRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
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
}
