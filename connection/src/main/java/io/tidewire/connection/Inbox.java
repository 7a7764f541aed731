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
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Messages that wait to be taken by threads that may block. While more than the high-water mark
/// waits, the socket is not read.
///
/// What comes in one turn of the event loop is handed over together, at its end: the lock is taken,
/// and a thread that waits is woken, once a turn and not once a message.
final class Inbox implements Receiver {
  private final Connection connection;
  private final boolean streaming;
  private final int highWater;
  private final int lowWater;
  private final long maxMessage;

  // event loop only

  // What has come in this turn, and how many bytes more may, until it is seen whether this is full.
  private final List<Part> arrived = new ArrayList<>(1);
  private long room;

  // all below guarded by this
  private final Waiters waiters;

  private final ArrayDeque<Part> parts = new ArrayDeque<>(1);
  private long bytes;
  // Whether the socket is not read for our sake. Read without the lock.
  private volatile boolean full;
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

  Inbox(Connection connection, Wakeups wakeups, WebSocketOptions options) {
    this.connection = connection;
    waiters = new Waiters(wakeups);
    this.streaming = options.streaming();
    this.lowWater = options.lowWater();
    this.highWater = options.highWater();
    this.room = highWater;
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
    Part part = new Part(new HeldMessage(text, content), last);
    arrived.add(part);
    room -= part.cost();
    if (room < 0) {
      handOver();
    }
  }

  @Override
  public void onTurnEnd() {
    handOver();
  }

  private void handOver() {
    if (arrived.isEmpty()) {
      return;
    }
    waiters.locked(() -> {
      addArrived();
      waiters.wakeInTurn();
    });
  }

  private void addArrived() {
    arrived.forEach(this::add);
    arrived.clear();
    room = highWater - bytes;
  }

  private void add(Part part) {
    leavingOut |= closing && bytes > highWater;
    if (skipping) {
      skipping = !part.last;
    } else if (!leavingOut) {
      parts.add(part);
      bytes += part.cost();
      full = bytes > highWater && !closing;
    }
  }

  @Override
  public void onClosing() {
    waiters.locked(() -> {
      closing = true;
      full = false;
    });
  }

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public void onClosed(CloseReason reason) {
    waiters.locked(() -> {
      addArrived();
      closed = reason;
      full = false;
      waiters.wake();
    });
  }

  // ---- taking

  /// Takes the next message, or null when none came in time; a null `timeout` waits for good.
  ///
  /// @throws ClosedException when none will come
  /// @throws IllegalStateException while a stream has the message before
  Message take(Duration timeout) {
    return waiters.locked(() -> {
      refuseWhileLent();
      return next(new Wait(timeout));
    });
  }

  private Message next(Wait wait) {
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
  PartStream takeStream() {
    return waiters.locked(() -> {
      refuseWhileLent();
      new Wait(null).untilReady();
      return new PartStream(this, lendFirst());
    });
  }

  private Part lendFirst() {
    Part first = poll();
    if (begun != null) {
      // A receive() came too early for the rest.
      begun.writeBytes(first.payload.content());
      HeldMessage sofar = new HeldMessage(first.payload.isText(), begun.toByteArray());
      first = new Part(sofar, first.last);
      begun = null;
    }
    lentToStream = !first.last;
    return first;
  }

  /// Takes the next part of the message that a stream has.
  ///
  /// @throws ClosedException when none will come
  Part takePart() {
    return waiters.locked(() -> {
      new Wait(null).untilPart();
      Part part = poll();
      if (part.last) {
        endStream();
      }
      return part;
    });
  }

  /// Leaves out the rest of the message that a stream has, also what has yet to come.
  void skipRest() {
    waiters.locked(() -> {
      if (lentToStream) {
        skipping = true;
        while (skipping && !parts.isEmpty()) {
          skipping = !poll().last;
        }
        endStream();
      }
    });
  }

  private void endStream() {
    lentToStream = false;
    waiters.wake();
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
    private long left;

    Wait(Duration timeout) {
      connection.refuseEventLoop();
      left = timeout == null ? Waiters.FOREVER : nanos(timeout);
    }

    private static long nanos(Duration timeout) {
      if (timeout.isNegative()) {
        return 0;
      }
      return timeout.compareTo(Duration.ofNanos(Waiters.FOREVER)) < 0
          ? timeout.toNanos()
          : Waiters.FOREVER;
    }

    // Until a message, or the rest of the one begun; false when none came in time.
    boolean untilReady() {
      return until(() -> !parts.isEmpty() && !lentToStream);
    }

    void untilPart() {
      until(() -> !parts.isEmpty());
    }

    private boolean until(BooleanSupplier ready) {
      left = waiters.await(() -> closed != null || ready.getAsBoolean(), left);
      boolean came = ready.getAsBoolean();
      if (!came && closed != null) {
        throw new ClosedException(closed);
      }
      return came;
    }
  }
}
