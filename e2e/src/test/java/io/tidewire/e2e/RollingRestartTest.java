package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.client.ReconnectOptions;
import io.tidewire.client.ReconnectState;
import io.tidewire.client.WebSocketClient;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.WebSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two servers behind a balancer that goes by their health checks, replaced one after the other
/// under load, and then one that crashes. Its clients come back by themselves, and send again what
/// was not acknowledged. `docs/reliability.md` has the figures that it prints.
@Timeout(240)
class RollingRestartTest {
  private static final int CLIENTS = 1_000;
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration PERIOD = Duration.ofMillis(250);

  // What the servers have stored, with how often: they share it, as servers share a database.
  private final Map<String, Integer> stored = new ConcurrentHashMap<>();
  private final Queue<Long> handshakes = new ConcurrentLinkedQueue<>();
  private final Balancer balancer = new Balancer();
  private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(2);

  @Test
  void nothingAcknowledgedIsLostAndNobodyStampedes() throws Exception {
    WebSocketServer first = balancer.add(start());
    WebSocketServer second = balancer.add(start());
    try (WebSocketClient client = client()) {
      ticks.scheduleWithFixedDelay(balancer::check, 0, 50, TimeUnit.MILLISECONDS);
      List<Talker> talkers = connect(client);
      ticks.scheduleAtFixedRate(
          () -> talkers.forEach(Talker::tick), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
      report("first server replaced", replace(first));
      report("second server replaced", replace(second));
      report("a server crashed", crash(balancer.servers.getFirst()));
      talkers.forEach(talker -> talker.enough = true);
      until(() -> talkers.stream().allMatch(talker -> talker.unacknowledged.isEmpty()));
      check(talkers);
    } finally {
      ticks.shutdownNow();
      balancer.servers.forEach(WebSocketServer::close);
      balancer.http.close();
    }
  }

  private void check(List<Talker> talkers) {
    long sent = 0;
    for (Talker talker : talkers) {
      sent += talker.next;
      for (int number = 0; number < talker.next; number++) {
        assertThat(stored).containsKey(talker.id + " " + number);
      }
    }
    long times = stored.values().stream().mapToLong(Integer::longValue).sum();
    assertThat(stored).hasSize((int) sent);
    System.out.printf(
        "rolling restart: %,d messages acknowledged, 0 lost, %,d stored twice%n",
        sent, times - sent);
  }

  // ---- what happens to the servers

  private int replace(WebSocketServer old) throws Exception {
    handshakes.clear();
    int moved = old.connections().size();
    balancer.add(start());
    old.drain(WINDOW).get(60, TimeUnit.SECONDS);
    balancer.servers.remove(old);
    until(() -> handshakes.size() >= moved);
    return moved;
  }

  private int crash(WebSocketServer server) throws Exception {
    handshakes.clear();
    Set<WebSocket> cut = Set.copyOf(server.connections());
    cut.forEach(WebSocket::abort);
    until(() -> handshakes.size() >= cut.size());
    return cut.size();
  }

  private void report(String what, int moved) {
    Map<Long, Integer> seconds = new HashMap<>();
    long first = handshakes.stream().mapToLong(Long::longValue).min().orElseThrow();
    for (long at : handshakes) {
      seconds.merge((at - first) / 1_000_000_000, 1, Integer::sum);
    }
    int peak = seconds.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    System.out.printf(
        "rolling restart: %s, %d clients moved, %d handshakes, at most %d a second%n",
        what, moved, handshakes.size(), peak);
    assertThat(moved).isPositive();
  }

  private WebSocketServer start() {
    return WebSocketServer.builder()
        .host("127.0.0.1")
        .port(0)
        .threads(1)
        .healthCheck("/healthz")
        .policy(request -> {
          handshakes.add(System.nanoTime());
          return HandshakeDecision.accept();
        })
        .route("/", WebSocketHandler.onMessage(this::store))
        .start();
  }

  private void store(WebSocket ws, Message message) {
    String text = message.text();
    stored.merge(text, 1, Integer::sum);
    ws.send(message);
  }

  // ---- the clients

  private WebSocketClient client() {
    ReconnectOptions reconnect =
        ReconnectOptions.DEFAULTS
            .withRequest(request -> request.withUri(balancer.choose()))
            .withListener((ws, state) -> {
              // The first one has nothing to send again.
              if (state instanceof ReconnectState.Open
                  && ws.attributes().get("talker") instanceof Talker talker) {
                talker.sendAgain(ws);
              }
            });
    return WebSocketClient.builder().threads(1).reconnect(reconnect).build();
  }

  private List<Talker> connect(WebSocketClient client) {
    List<Talker> talkers = new ArrayList<>();
    for (int batch = 0; batch < CLIENTS; batch += 50) {
      List<CompletableFuture<WebSocket>> connecting = new ArrayList<>();
      for (int id = batch; id < batch + 50; id++) {
        Talker talker = new Talker(id);
        talkers.add(talker);
        connecting.add(client.connectAsync(balancer.choose(), talker));
      }
      connecting.forEach(CompletableFuture::join);
    }
    return talkers;
  }

  /// Sends a message each period, and again at each new connection what was not acknowledged.
  private static final class Talker implements WebSocketHandler {
    private final int id;
    private final Set<Integer> unacknowledged = ConcurrentHashMap.newKeySet();
    private volatile WebSocket ws;
    private volatile boolean enough;
    private volatile int next;
    // Whether a message was refused that the next connection may not have heard of.
    private boolean missed;

    Talker(int id) {
      this.id = id;
    }

    @Override
    public void onOpen(WebSocket opened) {
      ws = opened;
      opened.attributes().put("talker", this);
    }

    @Override
    public void onMessage(WebSocket from, Message message) {
      unacknowledged.remove(Integer.valueOf(message.text().substring(("" + id).length() + 1)));
    }

    void tick() {
      WebSocket to = ws;
      if (to == null) {
        return;
      }
      try {
        if (missed) {
          sendAgain(to);
          missed = false;
        }
        if (!enough) {
          int number = next;
          unacknowledged.add(number);
          next = number + 1;
          to.send(id + " " + number);
        }
      } catch (ClosedException away) {
        missed = true;
      }
    }

    void sendAgain(WebSocket to) {
      unacknowledged.forEach(number -> to.send(id + " " + number));
    }
  }

  // ---- the balancer

  /// Sends clients to servers that say that they are well.
  private static final class Balancer {
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<WebSocketServer> servers = new CopyOnWriteArrayList<>();
    private final Set<WebSocketServer> draining = ConcurrentHashMap.newKeySet();

    WebSocketServer add(WebSocketServer server) {
      servers.add(server);
      return server;
    }

    URI choose() {
      List<WebSocketServer> well =
          servers.stream().filter(server -> !draining.contains(server)).toList();
      int port = well.get(ThreadLocalRandom.current().nextInt(well.size())).port();
      return URI.create("ws://127.0.0.1:" + port + "/");
    }

    void check() {
      for (WebSocketServer server : servers) {
        if (!draining.contains(server) && !isWell(server)) {
          draining.add(server);
        }
      }
    }

    private boolean isWell(WebSocketServer server) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/healthz");
      return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .handle((response, failure) -> failure == null && response.statusCode() == 200)
          .join();
    }
  }

  // Looks now and then.
  private void until(BooleanSupplier holds) throws Exception {
    CompletableFuture<Void> held = new CompletableFuture<>();
    Runnable look =
        () -> {
          if (holds.getAsBoolean()) {
            held.complete(null);
          }
        };
    Future<?> looking = ticks.scheduleWithFixedDelay(look, 0, 20, TimeUnit.MILLISECONDS);
    held.get(90, TimeUnit.SECONDS);
    looking.cancel(false);
  }
}
