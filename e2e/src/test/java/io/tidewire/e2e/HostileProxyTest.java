package io.tidewire.e2e;

import static io.tidewire.e2e.HostileProxy.Vice.BUFFERS;
import static io.tidewire.e2e.HostileProxy.Vice.CUTS_IDLE;
import static io.tidewire.e2e.HostileProxy.Vice.DROPS_RESPONSES;
import static io.tidewire.e2e.HostileProxy.Vice.REFUSES_UPGRADES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.client.WebSocketClient;
import io.tidewire.fallback.Fallback;
import io.tidewire.fallback.FallbackOptions;
import io.tidewire.protocol.CloseReason;
import io.tidewire.server.WebSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Behind proxies that WebSocket does not get through, everything is delivered once all the same.
class HostileProxyTest {
  private static final int MESSAGES = 100;
  private static final Duration IMPATIENT = Duration.ofMillis(300);

  private final Events<WebSocket> opened = new Events<>();
  private final Events<CloseReason> ended = new Events<>();

  @AutoClose
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AutoClose
  private final WebSocketServer server =
      WebSocketServer.builder()
          .host("127.0.0.1")
          .port(0)
          .route("/echo", new Echo())
          .annex(
              "/echo",
              Fallback.sockJs(FallbackOptions.DEFAULTS.withDisconnectDelay(Duration.ofSeconds(60))))
          .start();

  private final class Echo implements WebSocketHandler {
    @Override
    public void onOpen(WebSocket ws) {
      opened.add(ws);
    }

    @Override
    public void onMessage(WebSocket ws, io.tidewire.Message message) {
      ws.send(message);
    }

    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      ended.add(reason);
    }
  }

  private HostileProxy proxy(Set<HostileProxy.Vice> vices) throws Exception {
    return new HostileProxy(URI.create("http://127.0.0.1:" + server.port()), vices, IMPATIENT);
  }

  private PollingClient client(HostileProxy proxy) {
    return new PollingClient(http, proxy.through(URI.create("http://x/echo/000/s")));
  }

  static Stream<Set<HostileProxy.Vice>> vices() {
    return Stream.of(
        EnumSet.of(REFUSES_UPGRADES),
        EnumSet.of(BUFFERS),
        EnumSet.of(CUTS_IDLE),
        EnumSet.of(DROPS_RESPONSES),
        EnumSet.allOf(HostileProxy.Vice.class));
  }

  @ParameterizedTest
  @MethodSource("vices")
  void everythingIsDeliveredOnceBothWays(Set<HostileProxy.Vice> vices) throws Exception {
    List<String> all = IntStream.range(0, MESSAGES).mapToObj(i -> "message " + i).toList();
    try (HostileProxy proxy = proxy(vices);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      PollingClient client = client(proxy);
      CompletableFuture<WebSocket> open = CompletableFuture.supplyAsync(opened::next, threads);
      var received = threads.submit(() -> client.receive(MESSAGES));
      WebSocket ws = open.get(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      for (String text : all) {
        client.send(text);
      }
      assertThat(received.get(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(all);
      assertThat(ws.isOpen()).isTrue();
      if (vices.contains(DROPS_RESPONSES)) {
        assertThat(proxy.cuts()).isPositive();
      }
      ws.abort();
    }
    assertThat(ended.next().code()).isEqualTo(1006);
  }

  @Test
  void aSessionOutlivesPollsThatAreCutInTheirSilence() throws Exception {
    try (HostileProxy proxy = proxy(EnumSet.of(CUTS_IDLE));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var received = threads.submit(() -> client(proxy).receive(1));
      WebSocket ws = opened.next();
      Events.until(() -> proxy.cuts() >= 3);
      ws.send("at last");
      assertThat(received.get(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .containsExactly("at last");
      ws.abort();
    }
  }

  @Test
  void webSocketItselfIsRefusedThere() throws Exception {
    try (HostileProxy proxy = proxy(EnumSet.of(REFUSES_UPGRADES))) {
      String uri =
          proxy.through(URI.create("http://x/echo")).toString().replaceFirst("^http", "ws");
      assertThatThrownBy(() -> WebSocketClient.connect(uri))
          .isInstanceOf(HandshakeException.class)
          .hasMessageContaining("400");
    }
  }

  @Test
  void andGoesThroughWhereUpgradesArePassedOn() throws Exception {
    try (HostileProxy proxy = proxy(EnumSet.of(DROPS_RESPONSES))) {
      String uri =
          proxy.through(URI.create("http://x/echo")).toString().replaceFirst("^http", "ws");
      try (WebSocket ws = WebSocketClient.connect(uri)) {
        ws.send("hi");
        assertThat(ws.receive().text()).isEqualTo("hi");
      }
    }
  }
}
