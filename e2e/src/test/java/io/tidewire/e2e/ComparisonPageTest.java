package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The comparison page of `./tidewire serve` in Chromium.
@Needs({Tool.NODE, Tool.CHROMIUM})
class ComparisonPageTest {
  @AutoClose private static Browser browser;

  private TidewireCommand server;
  private String address;
  private Browser.Page page;

  @BeforeAll
  static void launch() throws Exception {
    browser = new Browser();
  }

  @BeforeEach
  void serve() throws Exception {
    server = TidewireCommand.serve();
    address = server.address("compare");
  }

  @AfterEach
  void stop() {
    page.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"phone, 360, light", "phone, 360, dark", "desk, 1280, light", "desk, 1280, dark"})
  void fiveTransportsAreMeasuredAndDrawn(String device, int width, String colours) {
    open(Map.of("viewport", Map.of("width", width, "height", 900), "colorScheme", colours));
    begin();
    inTurn("Warming up: Server-sent events");
    inTurn("Warming up: Short polling");
    inTurn("Round 1: Long polling");
    inTurn("Round 1: Short polling");
    inTurn("Round 2: nothing");
    page.screenshot("comparison-%s-%s.png".formatted(device, colours));

    // RFC 6455 §5.2: a header of 2 bytes before the payload of 64, and nothing else.
    assertThat(values("bytes")).hasSize(5).startsWith("66 B").doesNotContain("–");
    assertThat(values("requests")).startsWith("0").doesNotContain("–");
    assertThat(values("cpu")).allMatch(value -> value.matches("[0-9.]+ (µs|ms)"));
    assertThat(values("latency")).allMatch(value -> value.matches("[0-9.]+ ms · [0-9.]+ ms"));
    assertThat(page.text("#notice")).startsWith("After 1 round: long polling takes ");
    assertThat(page.evaluate("document.querySelectorAll('.bars .ours').length").asInt())
        .isPositive();
    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth").asInt())
        .isLessThanOrEqualTo(0);
    page.click("#stop");
    page.waitFor("#start:enabled");
    assertThat(page.text("#state")).isEqualTo("stopped");
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void itSaysThatOthersAreCountedToo() throws Exception {
    open(Map.of());
    String id = "0123456789abcdef";
    String feed =
        address.replaceFirst("http", "ws") + "/feed?id=" + id + "&rate=1&bytes=64&count=60000";
    try (HttpClient http = HttpClient.newHttpClient()) {
      CompletableFuture<Void> first = new CompletableFuture<>();
      WebSocket other =
          http.newWebSocketBuilder().buildAsync(URI.create(feed), new FirstMessage(first)).join();
      first.join();
      http.send(
          HttpRequest.newBuilder(URI.create(address + "/figures?start=" + id)).build(),
          BodyHandlers.discarding());
      begin();
      page.waitFor("#notice[data-kind=trouble]:has-text('Someone else runs a comparison')");
      other.abort();
    }
    page.click("#stop");
    page.waitFor("#start:enabled");
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void itSaysThatTheServerHasGone() {
    open(Map.of());
    begin();
    inTurn("Warming up: WebSocket");
    server.close();
    page.waitFor("#notice[data-kind=trouble]:has-text('WebSocket')");
    page.waitFor("#start:enabled");
  }

  /// Waits for one message.
  private record FirstMessage(CompletableFuture<Void> came) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
      came.complete(null);
      return null;
    }
  }

  private void open(Map<String, Object> options) {
    page = browser.open(address, options);
  }

  private void begin() {
    page.fill("#rate", "40");
    page.select("#poll", "100");
    page.select("#seconds", "1");
    page.click("#start");
  }

  private void inTurn(String what) {
    page.waitFor("#progress:has-text('" + what + "')");
  }

  /// What a chart says of each transport, WebSocket first.
  private List<String> values(String chart) {
    JsonNode texts =
        page.evaluate(
            "(s) => [...document.querySelectorAll(s)].map((value) => value.textContent)",
            "#" + chart + "-chart .value");
    return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asString).toList();
  }
}
