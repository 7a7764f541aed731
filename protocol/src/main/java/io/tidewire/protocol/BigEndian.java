package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers in network byte order at an index of a buffer, whatever order the buffer itself is set
/// to, so that nobody has to set and restore it.
final class BigEndian {
  private BigEndian() {}

  /// 0 to 65,535.
  static int getUnsignedShort(ByteBuffer buffer, int at) {
    return (is(buffer) ? buffer.getShort(at) : Short.reverseBytes(buffer.getShort(at))) & 0xFFFF;
  }

  static int getInt(ByteBuffer buffer, int at) {
    return is(buffer) ? buffer.getInt(at) : Integer.reverseBytes(buffer.getInt(at));
  }

  static long getLong(ByteBuffer buffer, int at) {
    return is(buffer) ? buffer.getLong(at) : Long.reverseBytes(buffer.getLong(at));
  }

  static void putShort(ByteBuffer buffer, int at, int value) {
    buffer.putShort(at, is(buffer) ? (short) value : Short.reverseBytes((short) value));
  }

  static void putInt(ByteBuffer buffer, int at, int value) {
    buffer.putInt(at, is(buffer) ? value : Integer.reverseBytes(value));
  }

  static void putLong(ByteBuffer buffer, int at, long value) {
    buffer.putLong(at, is(buffer) ? value : Long.reverseBytes(value));
  }

  private static boolean is(ByteBuffer buffer) {
    return buffer.order() == ByteOrder.BIG_ENDIAN;
  }
}
