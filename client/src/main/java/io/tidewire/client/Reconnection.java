package io.tidewire.client;

import io.netty.channel.Channel;
import io.tidewire.ClosedException;
import io.tidewire.HandshakeException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Agreed;
import io.tidewire.connection.Connections;
import io.tidewire.connection.EventLoops;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.RetryHint;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/// Keeps a reconnecting WebSocket connected: the states of [ReconnectState], and what leads from
/// one to the next. An attempt runs on a virtual thread of its own.
final class Reconnection implements Opening {
  private final Settings settings;
  private final ReconnectSetup setup;
  private final ConnectRequest request;
  // Null in blocking style.
  private final WebSocketHandler handler;
  private final Backoff backoff;
  private final Retry retry;
  private final StateEvents events;
  private final Outlet outlet;
  // Null in event style.
  private final Inlet inlet;
  private final ReconnectingWebSocket ws;
  private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();

  // all guarded by this

  // The connection; null while there is none.
  private WebSocket connection;
  // When it opened.
  private long openedAt;
  // Attempts since a connection was last steady, and those that failed since one opened.
  private int inRow;
  private int failures;
  private boolean everOpen;
  private boolean ended;
  // What ends the waiting for an attempt, or the attempt.
  private Runnable cancel = () -> {};

  /// @param handler null for blocking style
  Reconnection(Settings settings, ReconnectSetup setup, URI uri, WebSocketHandler handler) {
    this.setup = setup;
    this.handler = handler;
    request = new ConnectRequest(uri, settings.headers(), settings.subprotocols());
    backoff = new Backoff(setup.options(), setup.random());
    retry = new Retry(setup.options().comesBack(), setup.clock());
    outlet = new Outlet(setup.options().queueLimit());
    inlet = handler == null ? new Inlet() : null;
    ws = new ReconnectingWebSocket(this, outlet, inlet);
    WebSocketOptions options = settings.options();
    this.settings =
        settings.with(
            options.withErrorHook((_, failure) -> options.errorHook().accept(ws, failure)));
    events =
        new StateEvents(state -> setup.options().listener().accept(ws, state), this::reportFailure);
    // Fails here, in the caller's face, when the URI is not right.
    Attempt _ = attempt(request);
  }

  ReconnectingWebSocket webSocket() {
    return ws;
  }

  /// Connects for the first time, after as many attempts as it takes.
  @Override
  public WebSocket run() throws InterruptedException {
    connect();
    try {
      return opened.get();
    } catch (InterruptedException e) {
      ws.abort();
      throw e;
    } catch (ExecutionException e) {
      throw unchecked(e.getCause());
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(failure);
  }

  // ---- an attempt

  private void connect() {
    Thread thread = Thread.ofVirtual().name("tidewire-reconnect").unstarted(this::tryOnce);
    synchronized (this) {
      if (ended) {
        return;
      }
      cancel = thread::interrupt;
    }
    thread.start();
  }

  private void tryOnce() {
    events.tell(new ReconnectState.Connecting(nextInRow()));
    try {
      WebSocket _ = attempt(setup.options().request().apply(request)).run();
      opened.complete(ws);
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt(); // By end(), which has told everybody.
    } catch (HandshakeException e) {
      failed(e, retry.after(e));
    } catch (UncheckedIOException e) {
      failed(e, Optional.of(Duration.ZERO));
    } catch (Throwable e) {
      failed(e, Optional.empty());
    }
  }

  private Attempt attempt(ConnectRequest request) {
    return new Attempt(settings.with(request), Target.of(request.uri()), this::open);
  }

  private synchronized int nextInRow() {
    return ++inRow;
  }

  private void failed(Throwable failure, Optional<Duration> wait) {
    String why = String.valueOf(failure.getMessage());
    boolean last;
    synchronized (this) {
      cancel = () -> {};
      failures++;
      last = wait.isEmpty() || failures >= setup.options().maxAttempts();
    }
    if (last) {
      end(new CloseReason(CloseCode.ABNORMAL, "", CloseReason.By.LOCAL, why), failure);
    } else {
      pause(why, wait.get());
    }
  }

  // ---- a connection

  private WebSocket open(Channel channel, Agreed agreed) {
    if (handler != null) {
      return Connections.open(channel, agreed, new Events());
    }
    WebSocket next = Connections.open(channel, agreed);
    opened(next);
    next.closed().thenAccept(this::lost);
    return next;
  }

  // Whether this is the first one.
  private boolean opened(WebSocket next) {
    boolean first;
    synchronized (this) {
      if (ended) {
        next.abort();
        return false;
      }
      connection = next;
      openedAt = setup.timer().nanoTime();
      failures = 0;
      first = !everOpen;
      everOpen = true;
    }
    ws.opened(next);
    outlet.open(next, () -> tellOpen(next));
    return first;
  }

  private void tellOpen(WebSocket next) {
    events.tell(new ReconnectState.Open());
    if (inlet != null) {
      inlet.open(next);
    }
  }

  private void lost(CloseReason reason) {
    synchronized (this) {
      if (ended) {
        return;
      }
      connection = null;
      if (wasSteady() || RetryHint.in(reason.text()).isPresent()) {
        inRow = 0;
      }
    }
    outlet.close(reason);
    Optional<Duration> wait = retry.after(reason);
    if (ws.closeAsked() || wait.isEmpty()) {
      end(reason, new ClosedException(reason));
    } else {
      pause("closed with " + reason.code() + ": " + reason.explanation(), wait.get());
    }
  }

  private boolean wasSteady() {
    return setup.timer().nanoTime() - openedAt >= setup.options().maxDelay().toNanos();
  }

  /// One connection's events, of which the application sees those that are the WebSocket's.
  private final class Events implements WebSocketHandler {
    @Override
    public void onOpen(WebSocket next) throws Exception {
      if (opened(next)) {
        handler.onOpen(ws);
      }
    }

    @Override
    public void onMessage(WebSocket from, Message message) throws Exception {
      handler.onMessage(ws, message);
    }

    @Override
    public void onClose(WebSocket from, CloseReason reason) {
      lost(reason);
    }
  }

  // ---- between two

  private void pause(String why, Duration wait) {
    Duration delay;
    synchronized (this) {
      if (ended) {
        return;
      }
      delay = backoff.before(inRow + 1, wait);
    }
    events.tell(new ReconnectState.Away(why, delay));
    synchronized (this) {
      if (!ended) {
        cancel = setup.timer().after(delay, this::connect);
      }
    }
  }

  // ---- the end

  /// The application closes, and there seems to be no connection that could do it in order.
  void closeAway(int code, String text) {
    WebSocket meanwhile;
    synchronized (this) {
      meanwhile = connection;
    }
    if (meanwhile == null) {
      String explanation = "closed by this end while there was no connection";
      CloseReason reason = new CloseReason(code, text, CloseReason.By.LOCAL, explanation);
      end(reason, new ClosedException(reason));
    } else if (code == CloseCode.ABNORMAL) {
      meanwhile.abort();
    } else {
      meanwhile.close(code, text);
    }
  }

  /// @param failure for whoever still waits for the first connection
  private void end(CloseReason reason, Throwable failure) {
    boolean told;
    Runnable last;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      told = everOpen;
      last = cancel;
    }
    last.run();
    outlet.end(reason);
    events.tell(new ReconnectState.Ended(reason));
    events.then(() -> onEventLoop(() -> finish(reason, told, failure)));
  }

  private void finish(CloseReason reason, boolean told, Throwable failure) {
    if (told && handler != null) {
      close(reason);
    }
    if (inlet != null) {
      inlet.end(reason);
    }
    ws.ended(reason);
    if (told) {
      opened.complete(ws); // It may be over before the thread that opened it has said so.
    } else {
      opened.completeExceptionally(failure);
    }
  }

  private void close(CloseReason reason) {
    try {
      handler.onClose(ws, reason);
    } catch (Throwable failure) {
      reportFailure(failure);
    }
  }

  private void onEventLoop(Runnable task) {
    try {
      if (EventLoops.onEventLoop()) {
        task.run();
      } else {
        settings.loops().group().next().execute(task);
      }
    } catch (RejectedExecutionException loopsHaveEnded) {
      task.run();
    }
  }

  private void reportFailure(Throwable failure) {
    settings.options().errorHook().accept(ws, failure);
  }
}
