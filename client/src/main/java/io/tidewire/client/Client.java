package io.tidewire.client;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.connection.Connections;
import io.tidewire.connection.EventLoops;
import io.tidewire.connection.Interrupted;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The one implementation of a client.
///
/// An attempt to connect is a straight line of code that waits, on the caller's thread or on a
/// virtual one; interrupting that thread cancels it. Everything after it runs on event loops.
final class Client implements WebSocketClient {
  private final Settings settings;
  private final Set<WebSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Client(Settings settings) {
    this.settings = settings;
  }

  static Client shared() {
    return Shared.CLIENT;
  }

  @Override
  public WebSocket connect(URI uri) {
    return blocking(opening(uri, null));
  }

  @Override
  public WebSocket connect(URI uri, WebSocketHandler handler) {
    return blocking(opening(uri, Objects.requireNonNull(handler, "handler")));
  }

  @Override
  public CompletableFuture<WebSocket> connectAsync(URI uri) {
    return background(opening(uri, null));
  }

  @Override
  public CompletableFuture<WebSocket> connectAsync(URI uri, WebSocketHandler handler) {
    return background(opening(uri, Objects.requireNonNull(handler, "handler")));
  }

  // Without a handler in blocking style.
  private Opening opening(URI uri, WebSocketHandler handler) {
    if (closed) {
      throw new IllegalStateException("this client is closed");
    }
    return settings.reconnect().isPresent()
        ? reconnection(settings.reconnect().get(), uri, handler)
        : new Attempt(settings, Target.of(uri), opener(handler));
  }

  private static Opener opener(WebSocketHandler handler) {
    return handler == null
        ? Connections::open
        : (channel, agreed) -> Connections.open(channel, agreed, handler);
  }

  private Opening reconnection(ReconnectSetup setup, URI uri, WebSocketHandler handler) {
    Reconnection reconnection = new Reconnection(settings, setup, uri, handler);
    return () -> {
      // So that close() ends it while it has yet to connect, too.
      track(reconnection.webSocket());
      return reconnection.run();
    };
  }

  private WebSocket blocking(Opening opening) {
    if (EventLoops.onEventLoop()) {
      throw new IllegalStateException("connect would block the event loop; use connectAsync");
    }
    try {
      return track(opening.run());
    } catch (InterruptedException e) {
      throw Interrupted.whileDoing("connecting", e);
    }
  }

  private CompletableFuture<WebSocket> background(Opening opening) {
    CompletableFuture<WebSocket> future = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual().name("tidewire-connect").unstarted(() -> complete(future, opening));
    future.whenComplete((_, _) -> interruptUnlessSelf(thread));
    thread.start();
    return future;
  }

  private void complete(CompletableFuture<WebSocket> future, Opening opening) {
    try {
      WebSocket ws = track(opening.run());
      if (!future.complete(ws)) {
        ws.abort();
      }
    } catch (InterruptedException e) {
      future.completeExceptionally(Interrupted.whileDoing("connecting", e));
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private static void interruptUnlessSelf(Thread thread) {
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  private WebSocket track(WebSocket ws) {
    if (open.add(ws)) {
      ws.closed().thenRun(() -> open.remove(ws));
    }
    if (closed) {
      ws.close(1001, "the client is closing");
    }
    return ws;
  }

  @Override
  public void close() {
    closed = true;
    CompletableFuture<Void> done =
        CompletableFuture.allOf(
                open.stream()
                    .map(ws -> ws.close(1001, "the client is closing"))
                    .toArray(CompletableFuture<?>[]::new))
            .completeOnTimeout(
                null, settings.options().closeTimeout().toNanos(), TimeUnit.NANOSECONDS);
    if (EventLoops.onEventLoop()) {
      done.thenRun(this::cut);
    } else {
      done.join();
      cut();
    }
  }

  private void cut() {
    open.forEach(WebSocket::abort);
    settings.loops().close();
  }

  private static final class Shared {
    static final Client CLIENT = new Client(WebSocketClient.builder().settings());
  }
}
