package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// Masking and unmasking, which are the same (RFC 6455 §5.3): byte i of the payload is XORed with
/// byte i modulo 4 of the masking key. The key is an int whose first byte is the most significant.
final class Masking {
  private Masking() {}

  /// The key for a payload's next piece, after `bytes` bytes of it.
  static int turn(int key, int bytes) {
    return Integer.rotateLeft(key, (bytes & 3) * 8);
  }

  /// Masks the bytes from index `from` to index `to` where they lie.
  static void apply(int key, ByteBuffer buffer, int from, int to) {
    copy(key, buffer, from, to, buffer, from);
  }

  /// Writes the bytes of `source` from index `from` to index `to`, masked, to index `at` of
  /// `target`. Neither buffer's position moves.
  static void copy(int key, ByteBuffer source, int from, int to, ByteBuffer target, int at) {
    long twice = (key & 0xFFFF_FFFFL) << 32 | (key & 0xFFFF_FFFFL);
    int i = from;
    int shift = at - from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      BigEndian.putLong(target, i + shift, BigEndian.getLong(source, i) ^ twice);
    }
    // Whole longs leave the key as it was, so the rest begins with its first byte.
    for (int rest = key; i < to; i++) {
      rest = Integer.rotateLeft(rest, 8);
      target.put(i + shift, (byte) (source.get(i) ^ rest));
    }
  }
}
