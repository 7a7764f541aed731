package io.tidewire.fallback;

import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpExchange;
import io.tidewire.server.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/// A receiving request that waits for frames. The session's event loop only.
final class Visit {
  final Style style;
  private final HttpExchange exchange;
  private final Headers headers;
  private boolean begun;
  private boolean busy;
  // In a streaming response's body, without the prelude.
  private int written;

  Visit(Style style, HttpExchange exchange, Headers headers) {
    this.style = style;
    this.exchange = exchange;
    this.headers = headers.with("Content-Type", style.type);
  }

  HttpExchange exchange() {
    return exchange;
  }

  /// Whether the client has yet to take what was written.
  boolean isBusy() {
    return busy;
  }

  int written() {
    return written;
  }

  /// Writes a frame. Where one is all, this is over then.
  CompletableFuture<Void> write(String frame) {
    byte[] bytes = style.wrap(frame).getBytes(StandardCharsets.UTF_8);
    if (style.once) {
      return exchange.respond(HttpResponse.of(200, headers, bytes));
    }
    begin();
    busy = true;
    written += bytes.length;
    return exchange.write(bytes);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      exchange.begin(200, headers);
      exchange.write(style.prelude.getBytes(StandardCharsets.UTF_8));
    }
  }

  void taken() {
    busy = false;
  }

  /// Ends a response that more frames could have followed.
  void end() {
    if (!style.once) {
      exchange.end();
    }
  }
}
