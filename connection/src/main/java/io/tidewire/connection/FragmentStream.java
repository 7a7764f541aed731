package io.tidewire.connection;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.protocol.CloseCode;
import java.io.IOException;
import java.io.InterruptedIOException;
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
  private final boolean compressible;
  private byte[] buffer = new byte[FRAGMENT];
  private int filled;
  private boolean begun;
  private boolean closed;

  FragmentStream(Connection connection, boolean text, boolean compressible) {
    this.connection = connection;
    this.text = text;
    this.compressible = compressible;
  }

  boolean isText() {
    return text;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    if (closed) {
      throw new IOException("the stream is closed: its message has been sent, or given up");
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
      send(true);
      closed = true;
      buffer = null;
    }
  }

  /// Gives the message up. Where a part of it is on its way, that cannot be taken back, and nothing
  /// else may be sent before its end (RFC 6455 §5.4): the connection ends.
  void abandon(String why) {
    if (begun && !closed) {
      connection.fail(CloseCode.INTERNAL_ERROR, "a streamed message was given up: " + why);
    }
    closed = true;
    buffer = null;
  }

  private void send(boolean last) throws IOException {
    connection.refuseEventLoop();
    Message part = new HeldMessage(text, Arrays.copyOf(buffer, filled));
    Message payload = compressible ? part : part.uncompressed();
    try {
      connection.sendFragment(Outgoing.fragment(payload, !begun, last, this), !begun);
    } catch (ClosedException e) {
      closed = true;
      throw new IOException("the connection closed before the message ended", e);
    } catch (CancellationException e) {
      abandon("its writer was interrupted");
      throw (IOException) new InterruptedIOException(e.getMessage()).initCause(e);
    }
    begun = true;
    filled = 0;
  }
}
