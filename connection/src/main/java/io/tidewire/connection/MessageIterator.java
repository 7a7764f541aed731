package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.protocol.CloseCode;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The messages of an inbox until the connection closes in order. For one thread.
final class MessageIterator implements Iterator<Message> {
  private final Inbox inbox;
  // Taken already; null when the next has yet to be waited for.
  private Message next;

  MessageIterator(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public boolean hasNext() {
    if (next != null) {
      return true;
    }
    try {
      next = inbox.take(null);
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
