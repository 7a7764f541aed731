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

  private final Connection connection;
  private final boolean streaming;
  private final int highWater;
  private final int lowWater;
  private final long maxMessage;

  // all guarded by this

  private final ArrayDeque<Part> parts = new ArrayDeque<>(1);
  private long bytes;
  // Whether the socket is not read for our sake.
  private boolean full;
  // Whether this end is closing, and then whether more has come than is kept: nothing is from then
  // on, so that there is no gap.
  private boolean closing;
  private boolean leavingOut;
  // Null while more may come.
  private CloseReason closed;

  // where streaming is on

  // What was taken of a message that is to be handed on whole and has not all come; else null.
  private ByteArrayOutputStream begun;
  // Whether a stream has taken the first parts of a message, and has yet to take the last.
  private boolean lentToStream;
  // Whether the parts to come are of a message whose stream was closed.
  private boolean skipping;

  /// A whole message, or where streaming is on a part of one.
  record Part(HeldMessage payload, boolean last) {
    // Empty messages take room too.
    int cost() {
      return payload.size() + Outbox.MESSAGE_COST;
    }
  }

  Inbox(Connection connection, WebSocketOptions options) {
    this.connection = connection;
    this.streaming = options.streaming();
    this.lowWater = options.lowWater();
    this.highWater = options.highWater();
    this.maxMessage = options.limits().maxMessage();
  }

  // ---- filling, on the event loop

  @Override
  public boolean takesParts() {
    return streaming;
  }

  @Override
  public void onOpen() {
    // Nobody waits for this: the connection is handed out once it is open.
  }

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    byte[] content = new byte[payload.remaining()];
    payload.get(content);
    add(new Part(new HeldMessage(text, content), last));
  }

  private synchronized void add(Part part) {
    leavingOut |= closing && bytes > highWater;
    if (skipping) {
      skipping = !part.last;
    } else if (!leavingOut) {
      parts.add(part);
      bytes += part.cost();
      full = bytes > highWater && !closing;
      notifyAll();
    }
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
    full = false;
    notifyAll();
  }

  // ---- taking

  /// Takes the next message, or null when none came in time; a null `timeout` waits for good.
  ///
  /// @throws ClosedException when none will come
  /// @throws IllegalStateException while a stream has the message before
  synchronized Message take(Duration timeout) {
    refuseWhileLent();
    Wait wait = new Wait(timeout);
    while (wait.untilReady()) {
      Part part = poll();
      if (part.last && begun == null) {
        return part.payload;
      }
      gather(part.payload);
      if (part.last) {
        byte[] whole = begun.toByteArray();
        begun = null;
        return new HeldMessage(part.payload.isText(), whole);
      }
    }
    return null;
  }

  private Part poll() {
    Part part = parts.poll();
    bytes -= part.cost();
    if (full && bytes <= lowWater) {
      full = false;
      connection.readingMayGoOn();
    }
    return part;
  }

  // With streaming on, the limit on a message's size is kept here, where it becomes whole.
  private void gather(HeldMessage part) {
    if (begun == null) {
      begun = new ByteArrayOutputStream();
    }
    if (begun.size() + (long) part.size() > maxMessage) {
      throw refuse("a message is over the limit of " + maxMessage + " bytes");
    }
    begun.writeBytes(part.content());
  }

  private ClosedException refuse(String explanation) {
    closed = new CloseReason(CloseCode.TOO_BIG, "", CloseReason.By.LOCAL, explanation);
    leavingOut = true;
    begun = null;
    parts.clear();
    bytes = 0;
    connection.fail(CloseCode.TOO_BIG, explanation);
    return new ClosedException(closed);
  }

  // ---- streaming

  /// Waits for the next message to begin.
  ///
  /// @throws ClosedException when none will come
  /// @throws IllegalStateException while a stream has the message before
  synchronized PartStream takeStream() {
    refuseWhileLent();
    new Wait(null).untilReady();
    Part first = poll();
    if (begun != null) {
      // A receive() came too early for the rest.
      begun.writeBytes(first.payload.content());
      HeldMessage sofar = new HeldMessage(first.payload.isText(), begun.toByteArray());
      first = new Part(sofar, first.last);
      begun = null;
    }
    lentToStream = !first.last;
    return new PartStream(this, first);
  }

  /// Takes the next part of the message that a stream has.
  ///
  /// @throws ClosedException when none will come
  synchronized Part takePart() {
    new Wait(null).untilPart();
    Part part = poll();
    if (part.last) {
      lentToStream = false;
      notifyAll();
    }
    return part;
  }

  /// Leaves out the rest of the message that a stream has, also what has yet to come.
  synchronized void skipRest() {
    if (lentToStream) {
      skipping = true;
      while (skipping && !parts.isEmpty()) {
        skipping = !poll().last;
      }
      lentToStream = false;
      notifyAll();
    }
  }

  // A call that waits while a stream is open gets its turn when that ends; but the stream's own
  // thread would wait for itself.
  private void refuseWhileLent() {
    if (lentToStream && closed == null) {
      throw new IllegalStateException(
          "the message before is being streamed; read its stream to the end, or close it");
    }
  }

  /// One caller's wait, with its time.
  private final class Wait {
    private final long start = System.nanoTime();
    private final long nanos;

    Wait(Duration timeout) {
      connection.refuseEventLoop();
      this.nanos = timeout == null ? FOREVER : nanos(timeout);
    }

    private static long nanos(Duration timeout) {
      if (timeout.isNegative()) {
        return 0;
      }
      return timeout.compareTo(Duration.ofNanos(FOREVER)) < 0 ? timeout.toNanos() : FOREVER;
    }

    // Until a message, or the rest of the one begun; false when none came in time.
    boolean untilReady() {
      while (parts.isEmpty() || lentToStream) {
        if (!more()) {
          return false;
        }
      }
      return true;
    }

    void untilPart() {
      while (parts.isEmpty()) {
        more();
      }
    }

    private boolean more() {
      if (closed != null) {
        throw new ClosedException(closed);
      }
      long left = nanos - (System.nanoTime() - start);
      try {
        if (left > 0) {
          // Rounded up, so that the last fraction of a millisecond does not spin.
          Inbox.this.wait(left / 1_000_000 + 1);
        }
      } catch (InterruptedException e) {
        throw Interrupted.whileDoing("waiting", e);
      }
      return left > 0;
    }
  }
}
