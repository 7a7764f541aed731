package io.tidewire.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Masking keys that no observer can predict (RFC 6455 §10.3), at the price of an array read:
/// strong random bytes are drawn by the thousand. For one thread.
final class MaskSource implements RandomGenerator {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int POOL = 4096;

  private final SecureRandom source = new SecureRandom();
  private final byte[] pool = new byte[POOL];
  private int next = POOL;

  @Override
  public int nextInt() {
    // A key is four bytes; the other four of each draw are left, which is simpler than keeping
    // them.
    return (int) nextLong();
  }

  @Override
  public long nextLong() {
    if (next == POOL) {
      source.nextBytes(pool);
      next = 0;
    }
    long drawn = (long) LONG.get(pool, next);
    next += Long.BYTES;
    return drawn;
  }
}
