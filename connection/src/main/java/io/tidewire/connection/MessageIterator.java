package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.protocol.CloseCode;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/// Messages until the connection closes in order. For one thread.
public final class MessageIterator implements Iterator<Message> {
  private final Supplier<Message> source;
  // Taken already; null when the next has yet to be waited for.
  private Message next;

  /// @param source waits for the next message, and throws [ClosedException] when none will come
  public MessageIterator(Supplier<Message> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (next != null) {
      return true;
    }
    try {
      next = source.get();
      return true;
    } catch (ClosedException e) {
      return switch (e.reason().code()) {
        case CloseCode.NORMAL, CloseCode.GOING_AWAY, CloseCode.NO_STATUS -> false;
        default -> throw e;
      };
    }
  }

  @Override
  public Message next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the connection has closed");
    }
    Message taken = next;
    next = null;
    return taken;
  }
}
