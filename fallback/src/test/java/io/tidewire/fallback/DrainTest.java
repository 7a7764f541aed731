package io.tidewire.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A drain, as sessions see it.
class DrainTest extends FallbackFixture {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  @Test
  void aSessionBetweenTwoPollsLearnsOfItAtItsNext() throws Exception {
    start();
    poll("s");
    opened.join().send("last");
    CompletableFuture<Void> drained = server.drain(WINDOW);
    assertThat(anew("s").body()).isEqualTo("a[\"last\"]\n");
    assertThat(anew("s").body()).startsWith("c[1001,\"");
    assertThat(closeReason().code()).isEqualTo(1001);
    drained.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aStreamEndsWithIt() throws Exception {
    start();
    HttpRequest request =
        to("/000/s/xhr_streaming").POST(HttpRequest.BodyPublishers.noBody()).build();
    try (InputStream in = http.send(request, BodyHandlers.ofInputStream()).body()) {
      assertThat(read(in, 2049 + 2)).endsWith("o\n");
      server.drain(WINDOW);
      assertThat(new String(in.readAllBytes(), UTF_8)).startsWith("c[1001,\"");
    }
  }

  @Test
  void noSessionOpensInTheWindow() throws Exception {
    start();
    poll("s");
    server.drain(WINDOW);
    HttpResponse<String> refused = anew("other");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(field(refused, "retry-after")).isNotEmpty();
    assertThat(anew("s").body()).startsWith("c[1001,\"");
  }

  @Test
  void aSessionThatDoesNotComeAgainIsToldOfAllTheSame() throws Exception {
    start(QUICK.withDisconnectDelay(Duration.ofMillis(300)), builder -> builder);
    poll("s");
    server.drain(WINDOW);
    assertThat(closeReason().code()).isEqualTo(1001);
  }

  // On a connection of its own: a drain closes those that are idle.
  private HttpResponse<String> anew(String session) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          to("/000/" + session + "/xhr").POST(HttpRequest.BodyPublishers.noBody()).build();
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
