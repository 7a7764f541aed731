package io.tidewire.connection;

import io.tidewire.ClosedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A message's payload as it arrives. For one thread.
final class PartStream extends InputStream {
  private final Inbox inbox;
  private Inbox.Part part;
  private int next;

  /// Waits for the message to begin.
  PartStream(Inbox inbox) {
    this.inbox = inbox;
    this.part = inbox.takePart(null);
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? part.payload().content()[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int read = Math.min(length, part.payload().size() - next);
    System.arraycopy(part.payload().content(), next, target, offset, read);
    next += read;
    return read;
  }

  @Override
  public int available() {
    return part.payload().size() - next;
  }

  /// Skips the rest of the message, so that the next one can be taken.
  @Override
  public void close() throws IOException {
    while (hasMore()) {
      next = part.payload().size();
    }
  }

  private boolean hasMore() throws IOException {
    while (next == part.payload().size() && !part.last()) {
      try {
        part = inbox.takePart(null);
      } catch (ClosedException e) {
        throw new IOException("the connection closed before the message ended", e);
      }
      next = 0;
    }
    return next < part.payload().size();
  }
}
