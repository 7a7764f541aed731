package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;

/// Messages that wait to be taken by threads that may block. While more than the high-water mark
/// waits, the socket is not read.
final class Inbox implements Receiver {
  private static final long FOREVER = Long.MAX_VALUE;

  private final ConnectionHandler handler;
  private final int highWater;
  private final int lowWater;
  private final long maxMessage;

  // all guarded by this
  private final ArrayDeque<Part> parts = new ArrayDeque<>(1);
  private long bytes;
  // Whether the socket is not read for our sake.
  private boolean full;
  // Whether what comes beyond the high-water mark is left out, because this end has closed.
  private boolean closing;
  // Null while more may come.
  private CloseReason closed;

  /// A whole message, or where streaming is on a part of one.
  record Part(HeldMessage payload, boolean last) {
    // Empty messages take room too.
    int cost() {
      return payload.size() + Outbox.MESSAGE_COST;
    }
  }

  Inbox(ConnectionHandler handler, WebSocketOptions options) {
    this.handler = handler;
    this.lowWater = options.lowWater();
    this.highWater = options.highWater();
    this.maxMessage = options.limits().maxMessage();
  }

  @Override
  public void onOpen() {
    // Nobody waits for this: the connection is handed out once it is open.
  }

  @Override
  public synchronized void onData(boolean text, boolean last, ByteBuffer payload) {
    if (closing && bytes > highWater) {
      return;
    }
    byte[] content = new byte[payload.remaining()];
    payload.get(content);
    Part part = new Part(new HeldMessage(text, content), last);
    parts.add(part);
    bytes += part.cost();
    full = bytes > highWater && !closing;
    notifyAll();
  }

  @Override
  public synchronized void onClosing() {
    closing = true;
    full = false;
  }

  @Override
  public synchronized boolean isFull() {
    return full;
  }

  @Override
  public synchronized void onClosed(CloseReason reason) {
    closed = reason;
    notifyAll();
  }

  /// Takes the next message, or null when none came in time; a null `timeout` waits for good.
  ///
  /// @throws ClosedException when none will come
  Message take(Duration timeout) {
    Part first = takePart(timeout);
    if (first == null || first.last) {
      return first == null ? null : first.payload;
    }
    return new HeldMessage(first.payload.isText(), gather(first));
  }

  // With streaming on, the limit on a message's size is kept here, where it becomes whole.
  private byte[] gather(Part first) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (Part part = first; ; part = takePart(null)) {
      if (whole.size() + (long) part.payload.size() > maxMessage) {
        throw new ClosedException(refuse());
      }
      whole.writeBytes(part.payload.content());
      if (part.last) {
        return whole.toByteArray();
      }
    }
  }

  private CloseReason refuse() {
    String explanation = "a message is over the limit of " + maxMessage + " bytes";
    CloseReason tooBig = new CloseReason(CloseCode.TOO_BIG, "", CloseReason.By.LOCAL, explanation);
    handler.failSoon(tooBig);
    return tooBig;
  }

  /// Takes the next part, or null when none came in time; a null `timeout` waits for good.
  ///
  /// @throws ClosedException when none will come
  synchronized Part takePart(Duration timeout) {
    if (!await(timeout == null ? FOREVER : timeout.toNanos())) {
      return null;
    }
    Part part = parts.poll();
    bytes -= part.cost();
    if (full && bytes <= lowWater) {
      full = false;
      handler.readingMayGoOn();
    }
    return part;
  }

  // Waits until a part is there; false when none came in time.
  private boolean await(long nanos) {
    long start = System.nanoTime();
    try {
      while (parts.isEmpty()) {
        if (closed != null) {
          throw new ClosedException(closed);
        }
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return false;
        }
        // Rounded up, so that the last fraction of a millisecond does not spin.
        wait(left / 1_000_000 + 1);
      }
      return true;
    } catch (InterruptedException e) {
      throw Outbox.interrupted(e);
    }
  }
}
