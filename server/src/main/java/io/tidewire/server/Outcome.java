package io.tidewire.server;

import io.tidewire.connection.Agreed;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.OriginRule;
import io.tidewire.protocol.Refusal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What comes of a request.
sealed interface Outcome {

  /// Nobody is there any more to settle this with.
  default void discard() {}

  /// An HTTP response.
  ///
  /// @param last whether the TCP connection ends with it, whatever the client wishes. So it does
  ///   after a refused handshake: a client that did not wait for the answer has sent frames behind
  ///   it, and those must not be read as requests.
  record Reply(HttpResponse response, boolean last) implements Outcome {

    /// A refusal as a line of plain text.
    static Reply of(Refusal refusal, boolean last) {
      HttpResponse response = HttpResponse.text(refusal.status(), refusal.line() + "\n");
      for (Headers.Field field : refusal.headers()) {
        response = response.with(field.name(), field.value());
      }
      return new Reply(response, last);
    }
  }

  /// A WebSocket connection: the 101 response's fields, and what takes over after it.
  record Upgrade(Agreed agreed, Opening opening) implements Outcome {
    @Override
    public void discard() {
      agreed.deflate().ifPresent(PerMessageDeflate::close);
    }
  }

  /// A request that an annex answers.
  ///
  /// @param tail the path's segments below the route
  /// @param opener what decides whether a connection may open
  record Handover(
      Annex annex, HttpRequest request, List<String> tail, OriginRule origins, Opener opener)
      implements Outcome {}

  /// Decides as for a handshake.
  @FunctionalInterface
  interface Opener {
    /// Completes with a [Reply] or an [Upgrade]; fails never.
    CompletionStage<Outcome> decide();
  }
}
