package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Masking and unmasking, which are the same (RFC 6455 §5.3): byte i of the payload is XORed with
/// byte i modulo 4 of the masking key. The key is an int whose first byte is the most significant.
final class Masking {
  private Masking() {}

  /// The key for a payload's next piece, after `bytes` bytes of it.
  static int turn(int key, int bytes) {
    return Integer.rotateLeft(key, (bytes & 3) * Byte.SIZE);
  }

  /// Masks the bytes from index `from` to index `to` where they lie.
  static void apply(int key, ByteBuffer buffer, int from, int to) {
    copy(key, buffer, from, to, buffer, from);
  }

  /// Writes the bytes of `source` from index `from` to index `to`, masked, to index `at` of
  /// `target`. Neither buffer's position moves.
  static void copy(int key, ByteBuffer source, int from, int to, ByteBuffer target, int at) {
    int shift = at - from;
    int wholeLongs = from + ((to - from) & -Long.BYTES);
    copyLongs(key, source, from, wholeLongs, target, shift);
    // They leave the key as it was, so the rest begins with its first byte.
    int rest = key;
    for (int i = wholeLongs; i < to; i++) {
      rest = Integer.rotateLeft(rest, Byte.SIZE);
      target.put(i + shift, (byte) (source.get(i) ^ rest));
    }
  }

  // As simple as it is, because so the compiler makes vector instructions of it. The byte order
  // does
  // not matter as long as it is the same for both buffers and the key.
  private static void copyLongs(
      int key, ByteBuffer source, int from, int to, ByteBuffer target, int shift) {
    ByteOrder order = target.order();
    target.order(source.order());
    long twice = repeat(key, source.order());
    for (int i = from; i < to; i += Long.BYTES) {
      target.putLong(i + shift, source.getLong(i) ^ twice);
    }
    target.order(order);
  }

  private static long repeat(int key, ByteOrder order) {
    long twice = (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
    return order == ByteOrder.BIG_ENDIAN ? twice : Long.reverseBytes(twice);
  }
}
