package io.tidewire.cli;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// By server-sent events: one long response. When it has become too long the server ends it, and it
/// is asked for anew, as browsers do.
final class EventsDelivery implements Delivery {
  private static final String DATA = "data: ";

  /// @param text null at the end of a response
  private record Line(long nanos, String text) {}

  private final ComparedServer server;
  private final HttpRequest request;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private CompletableFuture<HttpResponse<Void>> response;
  private int requests;

  EventsDelivery(ComparedServer server, FeedRequest feed) {
    this.server = server;
    request =
        HttpRequest.newBuilder(server.session("eventsource", feed))
            .header("Accept", "text/event-stream")
            .build();
    ask();
  }

  private void ask() {
    requests++;
    BodyHandler<Void> handler =
        info -> {
          if (info.statusCode() != 200) {
            throw new IllegalStateException("the server answered " + info.statusCode());
          }
          return BodySubscribers.fromLineSubscriber(new Lines());
        };
    response = server.http().sendAsync(request, handler);
    response.whenComplete((_, _) -> put(null));
  }

  private void put(String line) {
    lines.add(new Line(System.nanoTime(), line));
  }

  @Override
  public Batch next() throws IOException, InterruptedException {
    Line line = lines.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw new IOException("no message came for " + PATIENCE.toSeconds() + " s");
    }
    if (line.text == null) {
      askAgain();
    }
    boolean event = line.text != null && line.text.startsWith(DATA);
    return new Batch(
        line.nanos, event ? SockJsFrame.messages(line.text.substring(DATA.length())) : List.of());
  }

  private void askAgain() throws IOException {
    if (response.isCompletedExceptionally()) {
      Throwable why = response.exceptionNow();
      throw new IOException("the event stream ended: " + why.getMessage(), why);
    }
    ask();
  }

  @Override
  public int requests() {
    return requests;
  }

  @Override
  public void close() {
    response.cancel(true);
  }

  /// Takes lines as they come.
  private final class Lines implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      put(line);
    }

    // How it ended, the response's future tells.
    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
