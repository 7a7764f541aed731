package io.tidewire.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.tidewire.connection.Wire;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.OriginRule;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// A plain HTTP request to an [Annex], and the way to answer it: either [#respond], or [#begin],
/// then [#write] any number of times, then [#end]. Methods may be called from any thread. Once the
/// client is gone they do nothing. The connection takes the next request when the response is out.
public final class HttpExchange {
  private final HttpHandler http;
  private final Outcome.Handover handover;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  HttpExchange(HttpHandler http, Outcome.Handover handover) {
    this.http = http;
    this.handover = handover;
  }

  /// The request. Its path and path parameters are the route's, and `HEAD` stays `HEAD`.
  public HttpRequest request() {
    return handover.request();
  }

  /// The path's segments below the route, percent-decoded: none, one or three.
  public List<String> tail() {
    return handover.tail();
  }

  /// The pages that may connect. Nothing has been checked yet.
  public OriginRule origins() {
    return handover.origins();
  }

  /// Opens a connection of the route, as a handshake would: asks the policy, and then the route's
  /// handler gets it. For Tidewire's own modules.
  ///
  /// @param wire makes what carries the connection, given the event loop of this exchange's
  /// @return completes on that event loop: empty, or with why not; never if the client has gone
  @SuppressWarnings("exports")
  public CompletionStage<Optional<HttpResponse>> open(
      Function<io.netty.channel.EventLoop, Wire> wire) {
    CompletableFuture<Optional<HttpResponse>> opened = new CompletableFuture<>();
    handover
        .opener()
        .decide()
        .thenAccept(outcome -> onLoop(() -> opened.complete(http.open(outcome, wire))));
    return opened;
  }

  /// Answers with a whole response.
  ///
  /// @return completes when the socket has taken it; fails when the client has gone
  public CompletableFuture<Void> respond(HttpResponse response) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    onLoop(() -> report(http.respond(response), taken), taken);
    return taken;
  }

  /// Starts a response that is written bit by bit (RFC 9112 §7.1).
  public void begin(int status, Headers headers) {
    onLoop(() -> http.begin(HttpResponse.of(status, headers, new byte[0])));
  }

  /// Writes a part of the body. A client that does not take it within the server's idle timeout is
  /// cut.
  ///
  /// @param bytes not to be changed afterwards
  /// @return completes when the socket has taken it; fails when the client has gone
  public CompletableFuture<Void> write(byte[] bytes) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    onLoop(
        () -> report(http.write(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes))), taken),
        taken);
    return taken;
  }

  private static void report(ChannelFuture written, CompletableFuture<Void> taken) {
    written.addListener(done -> {
      if (done.isSuccess()) {
        taken.complete(null);
      } else {
        taken.completeExceptionally(done.cause());
      }
    });
  }

  /// Ends a response that was begun.
  public void end() {
    onLoop(() -> http.end(LastHttpContent.EMPTY_LAST_CONTENT));
  }

  /// Closes the client's connection, whatever was answered.
  public void cut() {
    http.cut();
  }

  /// Completes when the client has gone before it was answered, or the exchange is over.
  public CompletionStage<Void> over() {
    return over.minimalCompletionStage();
  }

  void finished() {
    over.complete(null);
  }

  private void onLoop(Runnable action) {
    onLoop(action, new CompletableFuture<>());
  }

  private void onLoop(Runnable action, CompletableFuture<Void> taken) {
    Runnable unlessGone =
        () -> {
          if (over.isDone()) {
            taken.completeExceptionally(new IllegalStateException("the client has gone"));
          } else {
            action.run();
          }
        };
    try {
      http.execute(unlessGone);
    } catch (RejectedExecutionException stopped) {
      taken.completeExceptionally(stopped); // the server and all its connections are gone
    }
  }
}
