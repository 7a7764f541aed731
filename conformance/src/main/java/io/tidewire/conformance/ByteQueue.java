package io.tidewire.conformance;

import java.util.Arrays;

/// Bytes that have come and are not yet read.
final class ByteQueue {
  private byte[] bytes = new byte[1024];
  private int from;
  private int to;

  int size() {
    return to - from;
  }

  void add(byte[] more) {
    if (to + more.length > bytes.length) {
      bytes = Arrays.copyOf(Arrays.copyOfRange(bytes, from, to), capacity(more.length));
      to -= from;
      from = 0;
    }
    System.arraycopy(more, 0, bytes, to, more.length);
    to += more.length;
  }

  /// The byte at an index, unsigned.
  int at(int index) {
    return bytes[from + index] & 0xff;
  }

  /// Takes bytes from the front.
  byte[] take(int length) {
    byte[] taken = Arrays.copyOfRange(bytes, from, from + length);
    from += length;
    return taken;
  }

  private int capacity(int more) {
    return Math.max(bytes.length, 2 * (size() + more));
  }
}
