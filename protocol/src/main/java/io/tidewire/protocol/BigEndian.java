package io.tidewire.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers in network byte order at an index of a buffer, whatever order the buffer itself is set
/// to, so that nobody has to set and restore it.
final class BigEndian {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private BigEndian() {}

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteBufferViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  /// 0 to 65,535.
  static int getUnsignedShort(ByteBuffer buffer, int at) {
    return (short) SHORT.get(buffer, at) & 0xFFFF;
  }

  static int getInt(ByteBuffer buffer, int at) {
    return (int) INT.get(buffer, at);
  }

  static long getLong(ByteBuffer buffer, int at) {
    return (long) LONG.get(buffer, at);
  }

  static void putShort(ByteBuffer buffer, int at, int value) {
    SHORT.set(buffer, at, (short) value);
  }

  static void putInt(ByteBuffer buffer, int at, int value) {
    INT.set(buffer, at, value);
  }

  static void putLong(ByteBuffer buffer, int at, long value) {
    LONG.set(buffer, at, value);
  }
}
