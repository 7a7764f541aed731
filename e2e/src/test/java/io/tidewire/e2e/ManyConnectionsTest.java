package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import io.tidewire.server.WebSocketServer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Many connections of our client to our server in one process: each costs two sockets and no
/// thread.
class ManyConnectionsTest {
  private static final int CONNECTIONS = 5_000;
  private static final int LOOPS = 2;

  // The carriers of virtual threads, the deadline of a future, and what the JVM starts when it
  // likes.
  private static final int OTHER_THREADS = 10;

  // A server's backlog holds this many at least.
  private static final Semaphore AT_ONCE = new Semaphore(100);

  @Test
  void aHandfulOfThreadsCarriesThousands() throws Exception {
    long filesBefore = openFiles();
    int threadsBefore = threads();
    CountDownLatch closed = new CountDownLatch(CONNECTIONS);
    Events<String> echoes = new Events<>();
    try (WebSocketServer server = echoServer()) {
      URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/echo");
      try (WebSocketClient client = WebSocketClient.builder().threads(LOOPS).build()) {
        sendOne(open(client, uri, new Listener(echoes, closed)));
        assertThat(Stream.generate(echoes::next).limit(CONNECTIONS).distinct())
            .hasSize(CONNECTIONS);
        assertThat(server.connections()).hasSize(CONNECTIONS);
        assertThat(threads() - threadsBefore).isLessThanOrEqualTo(2 * LOOPS + OTHER_THREADS);
      }
      assertThat(closed.await(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    assertThat(openFiles() - filesBefore).isLessThan(CONNECTIONS / 100);
  }

  private static WebSocketServer echoServer() {
    return WebSocketServer.builder()
        .host("127.0.0.1")
        .port(0)
        .threads(LOOPS)
        .route("/echo", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
        .start();
  }

  private static List<WebSocket> open(WebSocketClient client, URI uri, WebSocketHandler handler)
      throws InterruptedException {
    List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      AT_ONCE.acquire();
      opening.add(client.connectAsync(uri, handler).whenComplete((_, _) -> AT_ONCE.release()));
    }
    return opening.stream().map(CompletableFuture::join).toList();
  }

  private static void sendOne(List<WebSocket> connections) {
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.get(i).send("hello " + i);
    }
  }

  private static long openFiles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private record Listener(Events<String> echoes, CountDownLatch closed)
      implements WebSocketHandler {
    @Override
    public void onMessage(WebSocket ws, Message message) {
      echoes.add(message.text());
    }

    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      closed.countDown();
    }
  }
}
