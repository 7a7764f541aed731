package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Our JavaScript client against our server, through proxies that do what bad ones do. What is done
/// is in `js/test/scenarios.mjs`, which fails where a message is lost, doubled or changed.
abstract class JsClientContract {
  @AutoClose private static NodeProcess proxies;
  private static int calls;

  private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
  private JsServer server;

  /// Runs a scenario with the client at work.
  ///
  /// @param port where the client finds the server
  abstract JsonNode run(int port, String scenario, Map<String, Object> arguments) throws Exception;

  @BeforeAll
  static void startProxies() throws Exception {
    JsPackage.build();
    proxies = new NodeProcess("client.mjs");
  }

  @BeforeEach
  void startServer() {
    server = new JsServer(message -> received.add(message.isText() ? message.text() : "binary"));
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr_streaming", "xhr"})
  void messagesOfAllKindsByEachTransport(String transport) throws Exception {
    assertThat(transports(run(server.port(), "everythingOnce", by(List.of(transport)))))
        .containsExactly(transport);
    assertThat(received).hasSize(1000);
    assertThat(transports(run(server.port(), "large", by(List.of(transport)))))
        .containsExactly(transport);
  }

  @Test
  void stepsDownWhereUpgradesAreRefused() throws Exception {
    int proxy = proxy(Map.of("refuseUpgrades", 1000));
    assertThat(transports(run(proxy, "everythingOnce", Map.of()))).containsExactly("xhr_streaming");
  }

  @Test
  void stepsDownFurtherWhereResponsesAreHeldBack() throws Exception {
    int proxy = proxy(Map.of("buffer", true));
    Map<String, Object> options = Map.of("options", Map.of("openTimeout", 1000));
    assertThat(transports(run(proxy, "everythingOnce", options))).containsExactly("xhr");
  }

  @ParameterizedTest
  @CsvSource({"drop, xhr_streaming", "drop, xhr", "tear, xhr_streaming", "tear, xhr"})
  void losesAndDoublesNothingWhereResponsesAreLost(String habit, String transport)
      throws Exception {
    int proxy = proxy(Map.of(habit, 3));
    assertThat(transports(run(proxy, "everythingOnce", by(List.of(transport)))))
        .contains(transport);
    assertThat(received).hasSize(1000);
    assertThat(ask("cuts", "proxy", "proxy" + calls).asInt()).isPositive();
  }

  @Test
  void comesBackWhereIdleConnectionsAreCut() throws Exception {
    int proxy = proxy(Map.of("cutIdle", 2000));
    assertThat(transports(run(proxy, "cutWhileIdle", Map.of()))).contains("websocket");
    assertThat(received).containsExactly("message 0", "message 1", "message 2");
  }

  @Test
  void goesBackUpWhileMessagesFlow() throws Exception {
    int proxy = proxy(Map.of("refuseUpgrades", 3));
    JsonNode done = run(proxy, "backUp", Map.of());
    assertThat(transports(done)).containsExactly("xhr_streaming", "websocket");
    assertThat(received).hasSize(done.get("sent").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr_streaming", "xhr"})
  void aServerIsDrainedAndAnotherTakesItsPlace(String transport) throws Exception {
    int before = 399;
    CompletableFuture<Void> last = new CompletableFuture<>();
    try (JsServer first =
        new JsServer(message -> {
          received.add(message.text());
          if (message.text().equals("" + before)) {
            last.complete(null);
          }
        })) {
      int proxy = proxyTo(first.port(), Map.of());
      String id = "proxy" + calls;
      CompletableFuture<Void> restarted =
          last.thenRunAsync(() -> {
            JsonNode _ = ask("retarget", "proxy", id, "target", server.port());
            first.drain();
          });
      Map<String, Object> arguments = new HashMap<>(by(List.of(transport)));
      arguments.put("before", before);
      JsonNode done = run(proxy, "restart", arguments);
      restarted.join();
      if (!transport.equals(
          "xhr")) { // Which may be between two requests, and ask the other server.
        assertThat(done.get("away").asString()).contains("1001").contains("retry in");
      }
    }
    assertThat(received)
        .containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(i -> "" + i).toList());
  }

  // ---- proxies

  private int proxy(Map<String, Object> habits) {
    return proxyTo(server.port(), habits);
  }

  private static int proxyTo(int target, Map<String, Object> habits) {
    calls++;
    return ask(proxies, "proxy" + calls, "proxy", "target", target, "habits", habits).asInt();
  }

  private static JsonNode ask(String command, Object... namesAndValues) {
    return ask(proxies, command + calls, command, namesAndValues);
  }

  /// What a script answers.
  static JsonNode ask(NodeProcess script, String id, String command, Object... namesAndValues) {
    script.tell(id, command, namesAndValues);
    JsonNode answer = script.inbox(id).next();
    assertThat(answer.get("event").asString()).as(answer.toString()).isEqualTo("done");
    return answer.get("result");
  }

  private static Map<String, Object> by(List<String> transports) {
    return Map.of("options", Map.of("transports", transports));
  }

  private static List<String> transports(JsonNode result) {
    return result.get("transports").valueStream().map(JsonNode::asString).distinct().toList();
  }
}
