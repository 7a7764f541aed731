package io.tidewire.connection;

import io.tidewire.ClosedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/// A message's payload as it arrives. For one thread.
final class PartStream extends InputStream {
  private final Inbox inbox;
  private Inbox.Part part;
  private int next;
  private boolean closed;

  PartStream(Inbox inbox, Inbox.Part first) {
    this.inbox = inbox;
    this.part = first;
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
    int read = Math.min(length, available());
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
  public void close() {
    if (!closed && !part.last()) {
      inbox.skipRest();
    }
    closed = true;
  }

  private boolean hasMore() throws IOException {
    if (closed) {
      throw new IOException("the stream is closed");
    }
    while (available() == 0 && !part.last()) {
      part = nextPart();
      next = 0;
    }
    return available() > 0;
  }

  private Inbox.Part nextPart() throws IOException {
    try {
      return inbox.takePart();
    } catch (ClosedException e) {
      throw new IOException("the connection closed before the message ended", e);
    } catch (CancellationException e) {
      throw (IOException) new InterruptedIOException(e.getMessage()).initCause(e);
    }
  }
}
