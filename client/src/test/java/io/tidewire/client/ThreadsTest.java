package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ThreadsTest {
  private static final int CONNECTIONS = 500;

  @Test
  void manyConnectionsNeedNoMoreThreadsThanTheLoops() throws Exception {
    Set<Thread> before = ours();
    CountDownLatch echoes = new CountDownLatch(CONNECTIONS);
    WebSocketHandler handler = WebSocketHandler.onMessage((_, _) -> echoes.countDown());
    try (RawServer server = RawServer.start(RawServer::echo);
        WebSocketClient client = WebSocketClient.builder().threads(2).build()) {
      List<CompletableFuture<WebSocket>> all =
          Stream.generate(() -> client.connectAsync(server.uri(), handler))
              .limit(CONNECTIONS)
              .toList();
      for (CompletableFuture<WebSocket> each : all) {
        each.get(60, TimeUnit.SECONDS).send("here");
      }
      assertThat(echoes.await(60, TimeUnit.SECONDS)).isTrue();
      Set<Thread> more = new HashSet<>(ours());
      more.removeAll(before);
      assertThat(more).hasSize(2);
    }
  }

  /// All threads of the platform but those that carry virtual ones, whose number is bounded by the
  /// cores.
  private static Set<Thread> ours() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("tidewire"));
    return threads;
  }
}
