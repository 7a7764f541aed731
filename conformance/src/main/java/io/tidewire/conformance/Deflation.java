package io.tidewire.conformance;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/// Compresses what we send (RFC 7692 §7.2.1).
///
/// The JDK's deflater reaches back 32 KiB, so for a smaller window what it may reach back to is cut
/// at each window's length of input.
final class Deflation implements AutoCloseable {
  private static final int MAX_WINDOW_BITS = 15;
  private static final int TAIL = 4;

  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final byte[] buffer = new byte[16 << 10];
  private final int window;
  private final boolean takeover;
  private int reach; // how many bytes it could reach back to

  /// @param windowBits 8 to 15
  Deflation(int windowBits, boolean takeover) {
    this.window = windowBits == MAX_WINDOW_BITS ? Integer.MAX_VALUE : 1 << windowBits;
    this.takeover = takeover;
  }

  /// A whole message, without the tail that the peer adds.
  byte[] deflate(byte[] message) {
    if (message.length == 0) {
      return new byte[1]; // RFC 7692 §7.2.3.6
    }
    if (!takeover) {
      deflater.reset();
      reach = 0;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length / 2 + 64);
    for (int at = 0; at < message.length; ) {
      int count = Math.min(message.length - at, window - reach);
      deflater.setInput(message, at, count);
      at += count;
      reach = window == Integer.MAX_VALUE ? 0 : reach + count;
      boolean full = reach == window;
      drain(out, full ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH);
      reach = full ? 0 : reach;
    }
    byte[] whole = out.toByteArray();
    return Arrays.copyOf(whole, whole.length - TAIL);
  }

  @Override
  public void close() {
    deflater.end();
  }

  private void drain(ByteArrayOutputStream out, int flush) {
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, flush);
      out.write(buffer, 0, count);
    } while (count == buffer.length);
  }
}
