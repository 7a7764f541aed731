package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.tidewire.deflate.Budget;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.CompressionPool;
import io.tidewire.deflate.MessageDeflater;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How much memory compressing takes, and which.
class CompressionBufferTest {
  private static final int USUAL = 64 << 10;
  private static final int MEBIBYTE = 1 << 20;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
  private final CompressionBuffer buffer = new CompressionBuffer(allocator);
  private final CompressionPool pool = new CompressionPool(Budget.UNBOUNDED);
  private final PerMessageDeflate deflate =
      Negotiated.end(Role.SERVER, CompressionOptions.DEFAULTS);
  private final MessageDeflater deflater = opened();

  private MessageDeflater opened() {
    deflate.open(pool);
    return deflate.deflater();
  }

  @AfterEach
  void nothingIsKept() {
    deflate.close();
    pool.close();
    buffer.release();
    assertThat(nativeBytes()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  @Test
  void whatIsCompressedLiesInNativeMemory() throws Exception {
    byte[] message = halfDense(MEBIBYTE);
    ByteBuffer out = whole(ByteBuffer.wrap(message));
    assertThat(out.isDirect()).isTrue();
    assertThat(out.remaining()).isBetween(USUAL, MEBIBYTE);
    assertThat(nativeBytes()).isBetween(out.remaining() + 0L, MEBIBYTE + 0L);
    assertThat(inflated(out, message.length)).isEqualTo(message);
  }

  @Test
  void aFragmentMayGrowBeyondItsSize() throws Exception {
    byte[] message = dense(3 * USUAL);
    deflater.begin();
    ByteBuffer out = buffer.deflatePart(deflater, ByteBuffer.wrap(message), true);
    assertThat(inflated(out, message.length)).isEqualTo(message);
  }

  @Test
  void theStartOfALargeMessageTellsWhetherToGoOn() {
    ByteBuffer payload = ByteBuffer.wrap(dense(MEBIBYTE));
    assertThat(whole(payload)).isNull();
    assertThat(payload.remaining()).isEqualTo(MEBIBYTE);
    assertThat(nativeBytes()).isEqualTo(USUAL);
  }

  @Test
  void aLargeMessageThatGrowsAfterAllTakesNoMoreThanItsSize() throws Exception {
    byte[] message = dense(MEBIBYTE);
    for (int i = 0; i < 8 << 10; i++) {
      message[i] &= 0x7F; // Shrinks just enough to go on, and less than the rest grows.
    }
    ByteBuffer payload = ByteBuffer.wrap(message);
    assertThat(whole(payload)).isNull();
    assertThat(payload.remaining()).isEqualTo(MEBIBYTE);
    assertThat(nativeBytes()).isEqualTo(MEBIBYTE);
    // The window is as the peer's.
    byte[] next = halfDense(1000);
    assertThat(inflated(whole(ByteBuffer.wrap(next)), next.length)).isEqualTo(next);
  }

  @Test
  void whatALargeMessageTookIsGivenBack() {
    whole(ByteBuffer.wrap(halfDense(MEBIBYTE)));
    buffer.shrink();
    assertThat(nativeBytes()).isZero();
    whole(ByteBuffer.wrap(halfDense(1000)));
    buffer.shrink();
    assertThat(nativeBytes()).isEqualTo(USUAL);
  }

  @Test
  void whereMemoryIsFullTheMessageIsForgotten() throws Exception {
    CompressionBuffer small = new CompressionBuffer(new Ungrowing());
    ByteBuffer payload = ByteBuffer.wrap(halfDense(MEBIBYTE));
    deflater.begin();
    assertThatThrownBy(() -> small.deflateWhole(deflater, payload))
        .isInstanceOf(OutOfMemoryError.class);
    small.release();
    assertThat(payload.remaining()).isEqualTo(MEBIBYTE);
    byte[] next = halfDense(1000);
    assertThat(inflated(whole(ByteBuffer.wrap(next)), next.length)).isEqualTo(next);
  }

  /// Allocates buffers for whose growth there is no memory.
  private static final class Ungrowing extends AbstractByteBufAllocator {
    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      throw new AssertionError("on the heap");
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity) {
        @Override
        public ByteBuf capacity(int newCapacity) {
          throw new OutOfMemoryError("full");
        }
      };
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  // ---- fixtures

  private ByteBuffer whole(ByteBuffer payload) {
    assertThat(deflater.begin()).isTrue();
    return buffer.deflateWhole(deflater, payload);
  }

  private long nativeBytes() {
    return allocator.metric().usedDirectMemory();
  }

  private static byte[] dense(int size) {
    byte[] dense = new byte[size];
    new Random(size).nextBytes(dense);
    return dense;
  }

  // Shrinks to about a half.
  private static byte[] halfDense(int size) {
    byte[] message = dense(size);
    for (int i = 0; i < size; i++) {
      message[i] &= 0xF;
    }
    return message;
  }

  /// RFC 7692 §7.2.2, with the JDK's zlib.
  private static byte[] inflated(ByteBuffer message, int size) throws DataFormatException {
    ByteBuffer tailed =
        ByteBuffer.allocate(message.remaining() + 4).put(message).putInt(0xFFFF).flip();
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(tailed);
      ByteBuffer out = ByteBuffer.allocate(size + 1);
      inflater.inflate(out);
      byte[] restored = new byte[out.flip().remaining()];
      out.get(restored);
      return restored;
    }
  }
}
