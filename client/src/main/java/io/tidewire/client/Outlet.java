package io.tidewire.client;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.connection.EventLoops;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Where a reconnecting WebSocket's messages go: to its connection, and while there is none into a
/// queue with a bound. No message is given to two connections.
final class Outlet {
  // What a message that waits counts beside its payload, as in a connection's own queue.
  private static final int MESSAGE_COST = 64;

  private final int limit;
  // Null while there is none.
  private volatile WebSocket connection;

  // all below guarded by this

  private final ArrayDeque<Held> waiting = new ArrayDeque<>(0);
  private long bytes;
  // A connection that has opened while its thread has yet to do what goes first; else null.
  private WebSocket fresh;
  private Thread opening;
  private CloseReason away =
      new CloseReason(CloseCode.ABNORMAL, "", CloseReason.By.NETWORK, "not connected yet");
  private boolean ended;

  /// A message that waits for a connection.
  ///
  /// @param key may be null
  /// @param done completes when the socket has taken it; null when nobody asked
  private record Held(Object key, Message message, CompletableFuture<Void> done) {
    int cost() {
      return message.size() + MESSAGE_COST;
    }
  }

  Outlet(int limit) {
    this.limit = limit;
  }

  // ---- the connection comes and goes

  /// Messages go there from now on: first those that `first` sends, then those that waited. On its
  /// event loop.
  void open(WebSocket ws, Runnable first) {
    synchronized (this) {
      fresh = ws;
      opening = Thread.currentThread();
    }
    first.run();
    List<Runnable> confirmations = new ArrayList<>(0);
    synchronized (this) {
      for (Held next = waiting.poll(); next != null; next = waiting.poll()) {
        pass(next, ws, confirmations);
      }
      bytes = 0;
      fresh = null;
      opening = null;
      connection = ended ? null : ws;
    }
    confirmations.forEach(Runnable::run);
  }

  private static void pass(Held held, WebSocket ws, List<Runnable> confirmations) {
    if (held.done != null) {
      CompletableFuture<Void> taken = ws.sendAsync(held.message);
      confirmations.add(() -> tell(taken, held.done));
    } else if (held.key != null) {
      ws.send(held.key, held.message);
    } else {
      ws.send(held.message);
    }
  }

  private static void tell(CompletableFuture<Void> taken, CompletableFuture<Void> done) {
    taken.whenComplete((_, failure) -> {
      if (failure == null) {
        done.complete(null);
      } else {
        done.completeExceptionally(failure);
      }
    });
  }

  /// The connection has closed.
  synchronized void close(CloseReason reason) {
    connection = null;
    away = reason;
  }

  /// There will be no connection any more.
  void end(CloseReason reason) {
    List<Held> lost;
    synchronized (this) {
      close(reason);
      ended = true;
      lost = List.copyOf(waiting);
      waiting.clear();
      bytes = 0;
    }
    for (Held held : lost) {
      if (held.done != null) {
        held.done.completeExceptionally(new ClosedException(reason));
      }
    }
  }

  // ---- sending

  boolean send(Object key, Message message) {
    while (true) {
      WebSocket to = connection();
      if (to != null && send(to, key, message)) {
        return true;
      }
      if (to != null && to.isOpen()) {
        return false; // Dropped by the overflow policy.
      }
      if (hold(new Held(key, message.copy(), null), to)) {
        return true;
      }
      WebSocket now = connection;
      if (now == null || now.equals(to)) {
        return refuse();
      }
    }
  }

  private static boolean send(WebSocket to, Object key, Message message) {
    try {
      return key == null ? to.send(message) : to.send(key, message);
    } catch (ClosedException closedMeanwhile) {
      return false;
    }
  }

  CompletableFuture<Void> sendAsync(Message message) {
    WebSocket to = connection();
    if (to != null && to.isOpen()) {
      return to.sendAsync(message);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!hold(new Held(null, message.copy(), done), to)) {
      done.completeExceptionally(closedException());
    }
    return done;
  }

  // False when there is no room, or by now another connection than the one that closed.
  private synchronized boolean hold(Held held, WebSocket closed) {
    boolean away = connection == null || connection.equals(closed);
    if (ended || !away || bytes >= limit) {
      return false;
    }
    waiting.add(held);
    bytes += held.cost();
    return true;
  }

  private boolean refuse() {
    if (EventLoops.onEventLoop()) {
      return false;
    }
    throw closedException();
  }

  // ---- questions

  /// The connection to use; null when there is none.
  WebSocket connection() {
    WebSocket now = connection;
    return now != null ? now : opening();
  }

  private synchronized WebSocket opening() {
    return opening == Thread.currentThread() ? fresh : null;
  }

  /// The connection.
  ///
  /// @throws ClosedException when there is none
  WebSocket connected() {
    WebSocket now = connection();
    if (now == null) {
      throw closedException();
    }
    return now;
  }

  /// Why nothing can be sent.
  synchronized ClosedException closedException() {
    return new ClosedException(away);
  }

  /// The payload that waits, in bytes.
  synchronized long queuedBytes() {
    return bytes - (long) MESSAGE_COST * waiting.size();
  }
}
