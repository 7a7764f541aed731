package io.tidewire.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A running `tidewire serve`, as `tidewire compare` sees it.
///
/// @param base such as `http://localhost:8080`
/// @param http keeps connections alive
record ComparedServer(URI base, HttpClient http) implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CLOCK_PROBES = 8;

  /// @param base has no path
  static ComparedServer at(URI base) {
    // Over HTTP/2 the requests of a poll would be framed anew, and the server speaks HTTP/1.1.
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Delivery.PATIENCE)
            .build();
    return new ComparedServer(base, http);
  }

  /// What the server tells of itself.
  ///
  /// @throws IOException when it does not; the message says why
  ServerReading read() throws IOException, InterruptedException {
    return read("/compare/figures");
  }

  /// The same, and then the feed starts.
  ServerReading readAndStart(FeedRequest feed) throws IOException, InterruptedException {
    return read("/compare/figures?start=" + feed.id());
  }

  private ServerReading read(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Delivery.PATIENCE).build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("it answered " + response.statusCode() + " to /compare/figures");
    }
    try {
      return ServerReading.parse(response.body());
    } catch (IllegalArgumentException e) {
      throw new IOException("its answer to /compare/figures holds no figures", e);
    }
  }

  /// Asks some times what the server's clock says.
  void ask(ServerClock clock) throws IOException, InterruptedException {
    for (int i = 0; i < CLOCK_PROBES; i++) {
      long before = System.nanoTime();
      long there = read().nanos();
      clock.answered(before, there, System.nanoTime());
    }
  }

  /// The feed for WebSocket.
  URI feed(FeedRequest feed) {
    String scheme = base.getScheme().replaceFirst("http", "ws");
    return URI.create(scheme + "://" + base.getRawAuthority() + "/compare/feed?" + feed.asQuery());
  }

  /// The feed in a session of SockJS.
  URI session(String transport, FeedRequest feed) {
    return session(transport, feed, "");
  }

  /// The feed in a session of SockJS, with more in the query.
  URI session(String transport, FeedRequest feed, String more) {
    String path = "/compare/feed/000/" + feed.id() + "/" + transport;
    return base.resolve(path + "?" + feed.asQuery() + more);
  }

  /// A feed of its own.
  static FeedRequest newFeed(FeedPlan plan) {
    byte[] id = new byte[12];
    RANDOM.nextBytes(id);
    return new FeedRequest(HexFormat.of().formatHex(id), plan);
  }

  /// Ends what is still under way.
  @Override
  public void close() {
    http.shutdownNow();
  }
}
