package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CancelTest {
  /// Whose deadline does not end what the test has to end.
  private final WebSocketClient client =
      WebSocketClient.builder().handshakeTimeout(Duration.ofMinutes(5)).build();

  private final CountDownLatch asked = new CountDownLatch(1);

  /// Takes the request and never answers.
  private void silent(RawPeer peer) throws Exception {
    peer.readHead();
    asked.countDown();
    peer.awaitClose();
  }

  @Test
  void aFutureCompletesWithTheConnection() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo);
        WebSocket ws = client.connectAsync(server.uri()).get(10, TimeUnit.SECONDS)) {
      ws.send("later");
      assertThat(ws.receive().text()).isEqualTo("later");
    }
  }

  @Test
  void aFutureFailsWithWhatTheBlockingFormThrows() {
    CompletableFuture<WebSocket> future = client.connectAsync(URI.create("ws://127.0.0.1:1/"));
    assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(HandshakeException.class);
  }

  @Test
  void cancellingTheFutureClosesTheConnection() throws Exception {
    try (RawServer server = RawServer.start(this::silent)) {
      CompletableFuture<WebSocket> future = client.connectAsync(server.uri());
      await(asked);
      assertThat(future.cancel(true)).isTrue();
      server.awaitEnd();
    }
  }

  @Test
  void aTimeoutOfTheFuturesOwnClosesTheConnection() throws Exception {
    try (RawServer server = RawServer.start(this::silent)) {
      CompletableFuture<WebSocket> future =
          client.connectAsync(server.uri()).orTimeout(300, TimeUnit.MILLISECONDS);
      assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TimeoutException.class);
      server.awaitEnd();
    }
  }

  @Test
  void interruptingTheCallerClosesTheConnectionAndKeepsTheFlag() throws Exception {
    try (RawServer server = RawServer.start(this::silent)) {
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread caller = Thread.ofPlatform().start(() -> connect(server.uri(), flag));
      await(asked);
      caller.interrupt();
      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
      server.awaitEnd();
    }
  }

  @Test
  void anInterruptEndsTheWaitForANameToo() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Resolver hanging =
        host -> {
          asked.countDown();
          awaitAsResolver(never, host);
          throw new UnknownHostException(host);
        };
    WebSocketClient slow = WebSocketClient.builder().resolver(hanging).build();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    URI uri = URI.create("ws://some.name/");
    Thread caller = Thread.ofVirtual().start(() -> connect(slow, uri, flag));
    await(asked);
    caller.interrupt();
    assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
    never.countDown();
  }

  @Test
  void blockingOnAnEventLoopIsRefused() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    try (RawServer server = RawServer.start(RawServer::echo)) {
      WebSocketHandler handler =
          new WebSocketHandler() {
            @Override
            public void onOpen(WebSocket ws) {
              try {
                client.connect(server.uri()).abort();
              } catch (IllegalStateException e) {
                thrown.complete(e);
              }
            }
          };
      client.connect(server.uri(), handler).abort();
      assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessageContaining("use connectAsync");
    }
  }

  @Test
  void aFutureMayBeAskedForOnAnEventLoop() throws Exception {
    CompletableFuture<CompletableFuture<WebSocket>> second = new CompletableFuture<>();
    try (RawServer server = RawServer.start(RawServer::echo)) {
      WebSocketHandler handler =
          new WebSocketHandler() {
            @Override
            public void onOpen(WebSocket ws) {
              second.complete(client.connectAsync(server.uri()));
            }
          };
      client.connect(server.uri(), handler).abort();
      second.get(10, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS).abort();
    }
  }

  @Test
  void closingTheClientClosesItsConnectionsWith1001() throws Exception {
    try (RawServer server = RawServer.start(RawServer::echo)) {
      WebSocketClient own = WebSocketClient.builder().threads(1).build();
      WebSocket ws = own.connect(server.uri());
      own.close();
      assertThat(server.awaitEnd().closeCode).isEqualTo(1001);
      assertThat(ws.closed().get(10, TimeUnit.SECONDS).code()).isEqualTo(1001);
      assertThatThrownBy(() -> own.connect(server.uri()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this client is closed");
    }
  }

  private void connect(URI uri, CompletableFuture<Boolean> flag) {
    connect(client, uri, flag);
  }

  /// Tells whether the interrupt flag was set when the attempt was cancelled.
  private static void connect(WebSocketClient client, URI uri, CompletableFuture<Boolean> flag) {
    try {
      client.connect(uri).abort();
    } catch (CancellationException e) {
      flag.complete(Thread.currentThread().isInterrupted());
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitAsResolver(CountDownLatch latch, String host)
      throws UnknownHostException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
  }
}
