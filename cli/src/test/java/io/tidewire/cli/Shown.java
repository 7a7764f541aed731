package io.tidewire.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/// What a command shows, for a test to read when it likes. A pipe of the JDK would fail once the
/// thread that wrote last has ended, and a command writes from several.
final class Shown extends ByteArrayOutputStream {
  private int taken;
  private boolean ended;

  @Override
  public synchronized void write(int octet) {
    super.write(octet);
    notifyAll();
  }

  @Override
  public synchronized void write(byte[] octets, int offset, int length) {
    super.write(octets, offset, length);
    notifyAll();
  }

  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }

  private synchronized int take(byte[] into, int offset, int length) throws IOException {
    try {
      while (taken == count && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for output");
    }
    if (taken == count) {
      return -1;
    }
    int size = Math.min(length, count - taken);
    System.arraycopy(buf, taken, into, offset, size);
    taken += size;
    return size;
  }

  /// Reads from the beginning, and waits for what is still to come.
  InputStream reader() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] octet = new byte[1];
        return take(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return take(into, offset, length);
      }
    };
  }
}
