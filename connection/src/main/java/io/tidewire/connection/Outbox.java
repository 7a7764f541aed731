package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.OverflowPolicy;
import io.tidewire.protocol.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// Messages that wait for the event loop to send them: filled by any thread, emptied by the loop.
/// It is full once [io.tidewire.WebSocketOptions#queueLimit] bytes wait; a caller then waits or
/// meets the overflow policy.
///
/// It shares no lock with what receives. Futures are completed outside the lock.
final class Outbox {
  /// What became of a message.
  enum Offer {
    ACCEPTED,
    DROPPED,
    /// Nothing can be sent any more. Only for callers who must not wait; the others get an
    /// exception.
    CLOSED,
    /// The policy says that the connection is to be closed.
    OVERFLOW
  }

  /// A close that the application asked for.
  record CloseRequest(int code, String text) {
    CloseReason reason() {
      return new CloseReason(code, text, CloseReason.By.LOCAL, "this end has asked to close");
    }
  }

  /// What a waiting message counts beside its payload, so that empty ones are bounded too.
  static final int MESSAGE_COST = 64;

  // How much of a streamed message may wait. Not part of the limit: a stream that waited for room
  // behind messages which wait for the stream's end would wait forever.
  private static final int STREAM_LIMIT = 64 << 10;

  private final int limit;
  private final OverflowPolicy policy;

  // all below guarded by this

  private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>(1);
  // The waiting message of each key; null unless the policy is CONFLATE and a key was used.
  private Map<Object, Outgoing> byKey;
  // What whole messages and first fragments count, and the payload of further fragments.
  private long bytes;
  private long streamed;
  private long dropped;
  private long conflated;
  // How many have left it, sent or dropped.
  private long parted;
  private int blockedCallers;
  // The streamed message that has begun to go out and has not ended; null when whole messages may
  // go.
  private FragmentStream onTheWire;
  // Null while the connection is open.
  private CloseReason ended;

  // written under the lock, read without it

  // Asked for by the application, to follow what waits; null until then.
  private volatile CloseRequest close;
  // Whether the policy has been to close.
  private volatile boolean overflowed;
  // Whether nothing waits and nothing is in the way.
  private volatile boolean clear = true;

  Outbox(int limit, OverflowPolicy policy) {
    this.limit = limit;
    this.policy = policy;
  }

  /// Adds a whole message or a stream's first fragment; where it is full, waits if the caller may,
  /// else applies the policy.
  ///
  /// @throws ClosedException when nothing can be sent any more, if the caller may wait
  /// @throws CancellationException when interrupted; the flag is set
  Offer offer(Outgoing out, boolean mayWait) {
    // First of all, so that a text which cannot be encoded fails before anything changes.
    int cost = out.cost();
    List<CompletableFuture<Void>> casualties = new ArrayList<>(0);
    Offer offer;
    synchronized (this) {
      if (!mayWait && !isOpen()) {
        return Offer.CLOSED;
      }
      checkOpen();
      offer = offer(out, cost, mayWait, casualties);
      update();
    }
    for (CompletableFuture<Void> done : casualties) {
      done.completeExceptionally(
          new CancellationException("the connection's overflow policy dropped this message"));
    }
    return offer;
  }

  private Offer offer(
      Outgoing out, int cost, boolean mayWait, List<CompletableFuture<Void>> casualties) {
    if (mayWait && bytes >= limit && !isConflated(out)) {
      awaitBelow(limit, null);
    }
    if (isConflated(out)) {
      conflate(out, casualties);
      return Offer.ACCEPTED;
    }
    Offer offer = bytes < limit ? Offer.ACCEPTED : overflow(out, casualties);
    if (offer == Offer.ACCEPTED) {
      add(out, cost);
    }
    return offer;
  }

  private void add(Outgoing out, int cost) {
    if (policy == OverflowPolicy.CONFLATE && out.key != null) {
      byKey = byKey == null ? new HashMap<>() : byKey;
      byKey.put(out.key, out);
    }
    waiting.add(out);
    bytes += cost;
  }

  private Offer overflow(Outgoing out, List<CompletableFuture<Void>> casualties) {
    if (policy == OverflowPolicy.CLOSE || policy == OverflowPolicy.CONFLATE) {
      overflowed = true;
      return Offer.OVERFLOW;
    }
    if (policy == OverflowPolicy.DROP_OLDEST && dropOldest(casualties)) {
      return Offer.ACCEPTED;
    }
    drop(out, casualties);
    return Offer.DROPPED;
  }

  // Whether a message of the same kind and key waits.
  private boolean isConflated(Outgoing out) {
    Outgoing older = byKey == null || out.key == null ? null : byKey.get(out.key);
    return older != null && older.opcode == out.opcode;
  }

  // Replaces the waiting message with the same key, which keeps its place.
  private void conflate(Outgoing out, List<CompletableFuture<Void>> casualties) {
    Outgoing older = byKey.get(out.key);
    conflated++;
    lose(older, casualties);
    bytes += out.cost() - older.cost();
    older.message = out.message;
    older.done = out.done;
  }

  // False when even that makes no room: a streamed message that has begun to wait stays.
  private boolean dropOldest(List<CompletableFuture<Void>> casualties) {
    for (Iterator<Outgoing> oldest = waiting.iterator(); bytes >= limit && oldest.hasNext(); ) {
      Outgoing candidate = oldest.next();
      if (candidate.stream == null) {
        oldest.remove();
        bytes -= candidate.cost();
        parted++;
        drop(candidate, casualties);
      }
    }
    return bytes < limit;
  }

  private void drop(Outgoing out, List<CompletableFuture<Void>> casualties) {
    dropped++;
    lose(out, casualties);
  }

  private static void lose(Outgoing out, List<CompletableFuture<Void>> casualties) {
    if (out.done != null) {
      casualties.add(out.done);
    }
  }

  /// Adds a further fragment of a streamed message; waits while much of it waits.
  ///
  /// @throws ClosedException when nothing can be sent any more
  /// @throws CancellationException when interrupted; the flag is set
  synchronized void offerFragment(Outgoing fragment) {
    FragmentStream stream = fragment.stream;
    checkOpen();
    awaitBelow(STREAM_LIMIT, stream);
    stream.fragments.add(fragment);
    stream.bytes += fragment.message.size();
    streamed += fragment.message.size();
  }

  // Waits until less than `bound` bytes wait, of the stream or else of whole messages.
  private void awaitBelow(int bound, FragmentStream stream) {
    blockedCallers++;
    try {
      while ((stream == null ? bytes : stream.bytes) >= bound) {
        wait();
        checkOpen();
      }
    } catch (InterruptedException e) {
      throw Interrupted.whileDoing("waiting", e);
    } finally {
      blockedCallers--;
    }
  }

  /// Takes what is to be sent next. Event loop only.
  ///
  /// @return null when nothing may go now
  synchronized Outgoing poll() {
    Outgoing next = onTheWire == null ? waiting.poll() : onTheWire.fragments.poll();
    if (next == null) {
      return null;
    }
    if (onTheWire == null) {
      bytes -= next.cost();
      parted++;
    } else {
      onTheWire.bytes -= next.message.size();
      streamed -= next.message.size();
    }
    onTheWire = next.fin ? null : next.stream;
    if (next.key != null && byKey != null) {
      byKey.remove(next.key, next);
    }
    update();
    // Not at once below the limit: a wake-up for each message would cost more than the message.
    if (blockedCallers > 0 && (bytes <= limit / 2 || next.stream != null)) {
      notifyAll();
    }
    return next;
  }

  /// Accepts nothing more, and remembers to close after what waits. Only the first call counts.
  synchronized void close(CloseRequest request) {
    if (isOpen()) {
      close = request;
      update();
      notifyAll();
    }
  }

  /// The close that the application has asked for; else null. From any thread.
  CloseRequest closeAsked() {
    return close;
  }

  /// Whether all that can go has been taken. A streamed message that was not ended before the close
  /// was asked for never will be; it does not hold that up, and what waits behind it is lost.
  synchronized boolean isDrained() {
    return onTheWire == null ? waiting.isEmpty() : onTheWire.fragments.isEmpty();
  }

  /// The connection has closed: what waits fails, who waits wakes.
  void end(CloseReason reason) {
    List<Outgoing> lost;
    synchronized (this) {
      ended = reason;
      lost = new ArrayList<>(waiting);
      waiting.clear();
      byKey = null;
      onTheWire = null;
      bytes = 0;
      streamed = 0;
      update();
      notifyAll();
    }
    for (Outgoing out : lost) {
      if (out.done != null) {
        out.done.completeExceptionally(new ClosedException(reason));
      }
    }
  }

  /// @throws ClosedException when nothing can be sent any more
  synchronized void checkOpen() {
    if (!isOpen()) {
      throw closedException();
    }
  }

  /// What tells a caller why nothing can be sent any more.
  synchronized ClosedException closedException() {
    return new ClosedException(ended != null ? ended : close.reason());
  }

  synchronized boolean isOpen() {
    return ended == null && close == null;
  }

  private void update() {
    clear = waiting.isEmpty() && onTheWire == null && isOpen();
  }

  /// Whether a message may go to the wire at once without overtaking any. Exact on the event loop
  /// for what was sent there.
  boolean isClear() {
    return clear;
  }

  /// What waits, as it counts towards the limit.
  synchronized long bytes() {
    return bytes;
  }

  /// Whether as much waits as this, or as may wait.
  synchronized boolean fills(int batch) {
    return bytes >= Math.min(batch, limit);
  }

  /// The payload of all that waits, in bytes.
  synchronized long payloadBytes() {
    return bytes - (long) MESSAGE_COST * waiting.size() + streamed;
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized long conflated() {
    return conflated;
  }

  /// How many whole messages and streams have left it, sent or dropped.
  synchronized long parted() {
    return parted;
  }

  /// How many wait.
  synchronized int size() {
    return waiting.size();
  }

  /// Whether it was full, and the policy to close.
  boolean hasOverflowed() {
    return overflowed;
  }
}
