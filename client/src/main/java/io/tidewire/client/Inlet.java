package io.tidewire.client;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.connection.EventLoops;
import io.tidewire.connection.Interrupted;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Takes messages from one connection after the other: what a closed one has left first.
final class Inlet {
  // Messages of so many closed connections are kept for whoever comes to take them.
  private static final int MOST_UNREAD = 4;
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  // guarded by this

  // The connection that is read, and the last one that opened. At first both stand for none.
  private Link read = new Link(null);
  private Link newest = read;
  private int unread;

  /// A connection, and the one after it: fails when there is none.
  private static final class Link {
    // Null where the first connection has yet to come.
    private final WebSocket ws;
    private final CompletableFuture<Link> next = new CompletableFuture<>();

    private Link(WebSocket ws) {
      this.ws = ws;
    }
  }

  void open(WebSocket ws) {
    Link before;
    Link link = new Link(ws);
    synchronized (this) {
      before = newest;
      newest = link;
      unread++;
    }
    before.next.complete(link);
    forgetOldest();
  }

  private synchronized void forgetOldest() {
    while (unread > MOST_UNREAD) {
      goOn(read);
    }
  }

  void end(CloseReason reason) {
    Link last;
    synchronized (this) {
      last = newest;
    }
    last.next.completeExceptionally(new ClosedException(reason));
  }

  private synchronized Link read() {
    return read;
  }

  private synchronized void goOn(Link from) {
    if (read == from) {
      read = from.next.join();
      unread--;
    }
  }

  /// Takes something from the first connection that has it; waits for the next one if need be.
  ///
  /// @throws ClosedException when there is none
  <T> T take(Function<WebSocket, T> from) {
    refuseEventLoop();
    while (true) {
      Link link = read();
      try {
        if (link.ws != null) {
          return from.apply(link.ws);
        }
      } catch (ClosedException over) {
        // The next one has more, or says why there is none.
      }
      if (awaitNext(link, FOREVER)) {
        goOn(link);
      }
    }
  }

  /// Takes the next message.
  ///
  /// @return empty when none came in time
  Optional<Message> take(Duration timeout) {
    refuseEventLoop();
    long start = System.nanoTime();
    Duration left = timeout;
    while (true) {
      Link link = read();
      try {
        if (link.ws != null) {
          return link.ws.receive(left);
        }
      } catch (ClosedException over) {
        // As above.
      }
      left = timeout.minusNanos(System.nanoTime() - start);
      if (!awaitNext(link, left)) {
        return Optional.empty();
      }
      goOn(link);
      left = timeout.minusNanos(System.nanoTime() - start);
    }
  }

  private static boolean awaitNext(Link link, Duration time) {
    try {
      Link _ = link.next.get(nanos(time), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      // Anew, so that the trace shows who asked.
      throw new ClosedException(((ClosedException) e.getCause()).reason());
    } catch (InterruptedException e) {
      throw Interrupted.whileDoing("waiting", e);
    }
  }

  private static long nanos(Duration time) {
    if (time.isNegative()) {
      return 0;
    }
    return time.compareTo(FOREVER) < 0 ? time.toNanos() : Long.MAX_VALUE;
  }

  private static void refuseEventLoop() {
    if (EventLoops.onEventLoop()) {
      throw new IllegalStateException("this may block, and an event loop must not");
    }
  }
}
