package io.tidewire.cli;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// By requests that are answered with one frame each, over connections that are kept.
final class PollingDelivery implements Delivery {
  private static final Pattern SCRIPT =
      Pattern.compile("/\\*\\*/got\\((\".*\")\\);\\s*", Pattern.DOTALL);

  private final ComparedServer server;
  private final HttpRequest request;
  private final boolean script;
  // From one poll to the next, once there was a message; zero where the server waits.
  private final Duration every;
  private boolean begun;
  private long nextAt = System.nanoTime();
  private int requests;

  private PollingDelivery(
      ComparedServer server, HttpRequest.Builder request, boolean script, Duration every) {
    this.server = server;
    this.request = request.timeout(PATIENCE).build();
    this.script = script;
    this.every = every;
  }

  /// Long polling: the server answers once it has something.
  static Delivery waiting(ComparedServer server, FeedRequest feed) {
    return new PollingDelivery(server, post(server, "xhr", feed), false, Duration.ZERO);
  }

  /// Long polling by script elements, whose answers are calls of a function.
  static Delivery scripts(ComparedServer server, FeedRequest feed) {
    HttpRequest.Builder get = HttpRequest.newBuilder(server.session("jsonp", feed, "&c=got"));
    return new PollingDelivery(server, get, true, Duration.ZERO);
  }

  /// Short polling: the server answers at once.
  static Delivery every(Duration interval, ComparedServer server, FeedRequest feed) {
    return new PollingDelivery(server, post(server, "poll", feed), false, interval);
  }

  private static HttpRequest.Builder post(ComparedServer server, String name, FeedRequest feed) {
    return HttpRequest.newBuilder(server.session(name, feed)).POST(BodyPublishers.noBody());
  }

  @Override
  public Batch next() throws IOException, InterruptedException {
    Thread.sleep(Duration.ofNanos(Math.max(0, nextAt - System.nanoTime())));
    nextAt = System.nanoTime() + (begun ? every.toNanos() : 0);
    requests++;
    HttpResponse<String> response = server.http().send(request, BodyHandlers.ofString());
    long now = System.nanoTime();
    if (response.statusCode() != 200) {
      String line = response.body().lines().findFirst().orElse("");
      throw new IOException("the server answered " + response.statusCode() + ": " + line);
    }
    List<String> messages = SockJsFrame.messages(frame(response.body()));
    if (!begun && !messages.isEmpty()) {
      begun = true;
      nextAt = now + every.toNanos();
    }
    return new Batch(now, messages);
  }

  private String frame(String body) throws IOException {
    if (!script) {
      return body.stripTrailing();
    }
    Matcher call = SCRIPT.matcher(body);
    if (!call.matches()) {
      throw new IOException("the server sent a script that is no call");
    }
    try {
      return JsonMapper.shared().readValue(call.group(1), String.class);
    } catch (JacksonException e) {
      throw new IOException("the server sent a script with what is no string", e);
    }
  }

  @Override
  public int requests() {
    return requests;
  }

  // The server forgets a session that nobody visits.
  @Override
  public void close() {}
}
