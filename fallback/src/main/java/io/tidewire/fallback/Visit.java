package io.tidewire.fallback;

import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What frames are written to: a receiving request that waits for them, or a WebSocket. The
/// session's event loop only.
interface Visit {
  Style style();

  /// Writes a frame. Where one is all, this is over then.
  ///
  /// @return completes when the socket has taken it; fails when the client has gone
  CompletableFuture<Void> write(String frame);

  /// Ends what more frames could have followed.
  void end();

  /// Closes the client's connection without a word.
  void cut();

  /// Completes when the client has gone, or all is over: why a session ends that ends with it.
  CompletionStage<CloseReason> over();

  /// Sends a ping, where the client knows such.
  default void ping(CompletableFuture<Duration> pong) {
    pong.completeExceptionally(
        new UnsupportedOperationException("the client is on " + style().path + ", without pongs"));
  }
}
