package io.tidewire.fallback;

import io.tidewire.connection.Carried;
import io.tidewire.protocol.CloseCode;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The messages of one sending request at a time, until the application has taken them: a slow
/// handler slows its sender. Event loop only.
final class Inflow {
  /// What became of a sending request.
  enum Receipt {
    TAKEN,
    /// Those before these have not all been taken.
    BUSY,
    /// There are messages missing before these.
    GAP,
    TOO_BIG,
    /// The session is over.
    GONE
  }

  private final Session session;
  private final Carried inside;
  // What is being taken, and who waits for that; null when nothing is.
  private Payload current;
  private Consumer<Receipt> sender;
  // How many messages the application has taken in all.
  private long taken;
  private boolean delivering;

  Inflow(Session session, Carried inside) {
    this.session = session;
    this.inside = inside;
  }

  /// Messages came.
  ///
  /// @param from how many the client sent before these, where it says so: it may say the same
  ///   again, and then means that what it asked before is dead
  /// @param answer told once, when the application has taken them or never will
  void receive(Payload messages, OptionalLong from, Consumer<Receipt> answer) {
    if (session.isOver()) {
      answer.accept(Receipt.GONE);
    } else if (from.orElse(0) > taken) {
      answer.accept(Receipt.GAP);
    } else if (current != null && from.isEmpty()) {
      answer.accept(Receipt.BUSY);
    } else {
      finish(Receipt.BUSY);
      from.ifPresent(sent -> messages.skip(taken - sent));
      current = messages;
      sender = answer;
      deliver();
    }
  }

  boolean isBusy() {
    return current != null;
  }

  /// The sending request was cut: its client does not know what was taken, and what was not is
  /// dropped.
  void drop(Payload messages) {
    if (current == messages) {
      finish(Receipt.GONE);
    }
  }

  /// Hands on what waits, as far as the application has room.
  void deliver() {
    if (delivering) {
      return; // the handler's own doing, further up the stack
    }
    delivering = true;
    try {
      while (current != null && !session.isOver() && (current.isEmpty() || !inside.isFull())) {
        deliverNext();
      }
    } finally {
      delivering = false;
    }
    if (session.isOver()) {
      finish(Receipt.TAKEN); // and left out, as behind a close frame
    }
  }

  private void deliverNext() {
    if (current.isEmpty()) {
      finish(Receipt.TAKEN);
      return;
    }
    Payload.Item next = current.next();
    long limit = inside.options().limits().maxMessage();
    if (next.bytes.length > limit) {
      finish(Receipt.TOO_BIG);
      session.fail(CloseCode.TOO_BIG, "a message is over the limit of " + limit + " bytes");
    } else {
      taken++;
      inside.deliver(next.text, next.bytes);
    }
  }

  private void finish(Receipt receipt) {
    Consumer<Receipt> waiting = sender;
    current = null;
    sender = null;
    if (waiting != null) {
      waiting.accept(receipt);
    }
  }
}
