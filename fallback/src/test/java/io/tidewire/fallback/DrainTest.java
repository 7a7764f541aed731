package io.tidewire.fallback;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(poll("s")).isEqualTo("a[\"last\"]\n");
    assertThat(poll("s")).startsWith("c[1001,\"");
    assertThat(closeReason().code()).isEqualTo(1001);
    drained.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aPollThatWaitsIsAnsweredWithIt() throws Exception {
    start();
    poll("s");
    CompletableFuture<HttpResponse<String>> waiting =
        http.sendAsync(
            to("/000/s/xhr").POST(HttpRequest.BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    server.drain(WINDOW);
    assertThat(waiting.get(20, TimeUnit.SECONDS).body()).startsWith("c[1001,\"");
  }

  @Test
  void noSessionOpensInTheWindow() throws Exception {
    start();
    poll("s");
    server.drain(WINDOW);
    HttpResponse<String> refused = post("/000/other/xhr", "");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(field(refused, "retry-after")).isNotEmpty();
    assertThat(poll("s")).startsWith("c[1001,\"");
  }

  @Test
  void aSessionThatDoesNotComeAgainIsToldOfAllTheSame() throws Exception {
    start(QUICK.withDisconnectDelay(Duration.ofMillis(300)), builder -> builder);
    poll("s");
    server.drain(WINDOW);
    assertThat(closeReason().code()).isEqualTo(1001);
  }
}
