package io.tidewire.fallback;

import io.tidewire.connection.Carried;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// What a session is to be sent, in frames. With our extension it keeps what was sent until the
/// client says that it has it, and sends it again to who does not. Event loop only.
///
/// ```
///                       frame            the client has it
///   queue ──► (again) ─────────► (kept) ──────────────────► gone
///                 ▲                │
///                 └────────────────┘ the client does not have it
/// ```
final class Outflow {
  /// A frame, and the messages in it.
  record Batch(String frame, List<Carried.Taken> messages) {}

  private final Carried inside;
  private final boolean keeps;
  // A frame has about this many characters at most, and this many bytes are kept.
  private final int limit;

  private final ArrayDeque<Carried.Taken> kept = new ArrayDeque<>();
  private final ArrayDeque<Carried.Taken> again = new ArrayDeque<>();
  // How many messages the client says it has.
  private long acknowledged;
  // In `kept` and `again`.
  private final AtomicLong bytes = new AtomicLong();

  Outflow(Carried inside, boolean keeps, int limit) {
    this.inside = inside;
    this.keeps = keeps;
    this.limit = limit;
  }

  /// A receiving request came: what it does not have is sent anew.
  ///
  /// @param after how many messages the client says it has; empty when it had no frame at all
  /// @return false when that cannot be
  boolean goOn(OptionalLong after) {
    if (!keeps) {
      return true;
    }
    long has = after.orElse(0);
    if (has < acknowledged || has > acknowledged + kept.size() + again.size()) {
      return false;
    }
    while (!kept.isEmpty()) {
      again.addFirst(kept.removeLast());
    }
    for (; acknowledged < has; acknowledged++) {
      bytes.addAndGet(-again.removeFirst().message().size());
    }
    return true;
  }

  /// The next frame of messages.
  Optional<Batch> next() {
    List<Carried.Taken> messages = new ArrayList<>();
    StringBuilder frame = new StringBuilder("a[");
    while (frame.length() < limit) {
      Optional<Carried.Taken> next = take();
      if (next.isEmpty()) {
        break;
      }
      Frames.message(next.get().message(), frame);
      frame.append(',');
      messages.add(next.get());
    }
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    frame.setCharAt(frame.length() - 1, ']');
    return Optional.of(new Batch(frame.toString(), messages));
  }

  private Optional<Carried.Taken> take() {
    if (!again.isEmpty()) {
      Carried.Taken next = again.removeFirst();
      kept.add(next);
      return Optional.of(next);
    }
    Optional<Carried.Taken> next = isFull() ? Optional.empty() : inside.next();
    if (keeps) {
      next.ifPresent(this::keep);
    }
    return next;
  }

  private void keep(Carried.Taken message) {
    kept.add(message);
    bytes.addAndGet(message.message().size());
  }

  /// Whether so much is kept that the client has to say first what it has.
  boolean isFull() {
    return bytes.get() >= limit;
  }

  /// What is kept, in bytes. From any thread.
  long bytes() {
    return bytes.get();
  }

  /// The session is forgotten: whoever waits for a message that never left is told.
  void end(Throwable why) {
    kept.forEach(message -> message.lost(why));
    again.forEach(message -> message.lost(why));
    kept.clear();
    again.clear();
    bytes.set(0);
  }
}
