package io.tidewire.connection;

import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// How a connection ended. Written on the event loop, read by any thread.
final class Ending {
  private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
  // What the peer went over; null while it has not.
  private volatile Bound bound;

  /// The connection is about to end because the peer went over a bound.
  void because(Bound overstepped) {
    if (!isOver()) {
      bound = overstepped;
    }
  }

  /// The connection is over.
  ///
  /// @param asked whether the application asked for a close, and so chose the code
  void over(CloseReason reason, boolean asked) {
    if (bound == null && !asked && reason.by() == CloseReason.By.LOCAL) {
      refused(reason.code());
    }
    closed.complete(reason);
  }

  // What the engine refuses it refuses by code.
  private void refused(int code) {
    switch (code) {
      case CloseCode.TOO_BIG -> because(Bound.SIZE);
      case CloseCode.TRY_AGAIN_LATER -> because(Bound.MEMORY);
      default -> {}
    }
  }

  boolean isOver() {
    return closed.isDone();
  }

  /// Why it closed. Only once it has.
  CloseReason reason() {
    return closed.join();
  }

  CompletableFuture<CloseReason> closed() {
    return closed.copy();
  }

  Optional<Bound> bound() {
    return Optional.ofNullable(bound);
  }
}
