package io.tidewire.fallback;

import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpExchange;
import io.tidewire.server.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A receiving request.
final class HttpVisit implements Visit {
  private static final CloseReason GONE =
      new CloseReason(
          CloseCode.ABNORMAL, "", CloseReason.By.NETWORK, "the client cut its receiving request");

  private final Style style;
  private final String callback;
  private final HttpExchange exchange;
  private final Headers headers;
  private boolean begun;

  /// @param callback the script that gets the frames; empty where the style has none
  HttpVisit(Style style, String callback, HttpExchange exchange, Headers headers) {
    this.style = style;
    this.callback = callback;
    this.exchange = exchange;
    this.headers = headers.with("Content-Type", style.type);
  }

  @Override
  public Style style() {
    return style;
  }

  @Override
  public CompletableFuture<Void> write(String frame) {
    byte[] bytes = style.wrap(frame, callback).getBytes(StandardCharsets.UTF_8);
    if (style.once) {
      return exchange.respond(HttpResponse.of(200, headers, bytes));
    }
    begin();
    return exchange.write(bytes);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      exchange.begin(200, headers);
      exchange.write(style.prelude(callback).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void end() {
    if (!style.once) {
      begin();
      exchange.end();
    }
  }

  @Override
  public void cut() {
    exchange.cut();
  }

  @Override
  public CompletionStage<CloseReason> over() {
    return exchange.over().thenApply(_ -> GONE);
  }
}
