package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Masking and unmasking, which are the same (RFC 6455 §5.3): byte i of the payload is XORed with
/// byte i modulo 4 of the masking key. The key is an int whose first byte is the most significant.
///
/// The two loops are as plain as they are, and two, because so the compiler makes vector
/// instructions of them: it wants to see one kind of buffer at each place.
final class Masking {
  private Masking() {}

  /// The key for a payload's next piece, after `bytes` bytes of it.
  static int turn(int key, int bytes) {
    return Integer.rotateLeft(key, (bytes & 3) * Byte.SIZE);
  }

  /// Masks the bytes from index `from` to index `to` where they lie.
  static void apply(int key, ByteBuffer buffer, int from, int to) {
    long twice = repeat(key, buffer.order());
    int wholeLongs = wholeLongs(from, to);
    for (int i = from; i < wholeLongs; i += Long.BYTES) {
      buffer.putLong(i, buffer.getLong(i) ^ twice);
    }
    copyRest(key, buffer, wholeLongs, to, buffer, 0);
  }

  /// Writes the bytes of `source` from index `from` to index `to`, masked, to index `at` of
  /// `target`. Neither buffer's position moves.
  static void copy(int key, ByteBuffer source, int from, int to, ByteBuffer target, int at) {
    ByteOrder order = target.order();
    target.order(source.order()); // so that the longs are read and written alike
    long twice = repeat(key, source.order());
    int shift = at - from;
    int wholeLongs = wholeLongs(from, to);
    for (int i = from; i < wholeLongs; i += Long.BYTES) {
      target.putLong(i + shift, source.getLong(i) ^ twice);
    }
    target.order(order);
    copyRest(key, source, wholeLongs, to, target, shift);
  }

  // Whole longs leave the key as it was, so the rest begins with its first byte.
  private static void copyRest(
      int key, ByteBuffer source, int from, int to, ByteBuffer target, int shift) {
    int rest = key;
    for (int i = from; i < to; i++) {
      rest = Integer.rotateLeft(rest, Byte.SIZE);
      target.put(i + shift, (byte) (source.get(i) ^ rest));
    }
  }

  private static int wholeLongs(int from, int to) {
    return from + ((to - from) & -Long.BYTES);
  }

  private static long repeat(int key, ByteOrder order) {
    long twice = (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
    return order == ByteOrder.BIG_ENDIAN ? twice : Long.reverseBytes(twice);
  }
}
