package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.protocol.CloseCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/// A message that is sent in fragments while it is written (RFC 6455 §5.4). For one thread.
final class FragmentStream extends OutputStream {
  private static final int FRAGMENT = 16 << 10;

  // guarded by the outbox
  final ArrayDeque<Outgoing> fragments = new ArrayDeque<>(4);
  long bytes;

  private final Connection connection;
  private final boolean text;
  private byte[] buffer = new byte[FRAGMENT];
  private int filled;
  private boolean begun;
  private boolean closed;

  FragmentStream(Connection connection, boolean text) {
    this.connection = connection;
    this.text = text;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (closed) {
      throw new IOException("the stream is closed: its message has been sent");
    }
    int from = offset;
    for (int left = length; left > 0; ) {
      if (filled == FRAGMENT) {
        send(false);
      }
      int piece = Math.min(left, FRAGMENT - filled);
      System.arraycopy(source, from, buffer, filled, piece);
      filled += piece;
      from += piece;
      left -= piece;
    }
  }

  /// Sends what has been written so far as a fragment.
  @Override
  public void flush() throws IOException {
    if (!closed && filled > 0) {
      send(false);
    }
  }

  /// Ends the message. A message that was never flushed and is small goes as one frame.
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      send(true);
      buffer = null;
    }
  }

  private void send(boolean last) throws IOException {
    HeldMessage payload = new HeldMessage(text, Arrays.copyOf(buffer, filled));
    boolean first = !begun;
    begun = true;
    filled = 0;
    try {
      connection.sendFragment(Outgoing.fragment(payload, first, last, this), first);
    } catch (ClosedException e) {
      closed = true;
      throw new IOException("the connection closed before the message ended", e);
    } catch (CancellationException e) {
      closed = true;
      if (!first) {
        // Half a message is on the wire, and nothing else may go before its end.
        connection.fail(CloseCode.INTERNAL_ERROR, "a streamed message was interrupted");
      }
      throw e;
    }
  }
}
