package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final ByteOrder[] ORDERS = {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN};
  private static final int KEY = 0x01020384;
  private static final byte[] KEY_BYTES = Hex.bytes("01020384");

  @Test
  void eachByteMeetsItsByteOfTheKeyAtEveryOffsetAndLength() {
    for (int from = 0; from < 9; from++) {
      for (int length = 0; length < 40; length++) {
        byte[] bytes = Frames.bytes(60);
        Masking.apply(KEY, ByteBuffer.wrap(bytes), from, from + length);
        assertThat(bytes).isEqualTo(masked(Frames.bytes(60), from, from + length));
      }
    }
  }

  @Test
  void aPayloadMayBeMaskedInPieces() {
    byte[] whole = masked(Frames.bytes(50), 0, 50);
    for (int first = 0; first <= 50; first++) {
      for (int second = first; second <= 50; second++) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(50).put(0, Frames.bytes(50));
        Masking.apply(KEY, bytes, 0, first);
        int key = Masking.turn(KEY, first);
        Masking.apply(key, bytes, first, second);
        Masking.apply(Masking.turn(key, second - first), bytes, second, 50);
        assertThat(Hex.copy(bytes)).isEqualTo(whole);
      }
    }
  }

  @Test
  void aMaskedCopyLeavesItsSourceAloneWhateverTheByteOrders() {
    byte[] expected = new byte[60];
    System.arraycopy(masked(Frames.bytes(50), 3, 47), 3, expected, 7, 44);
    for (ByteOrder from : ORDERS) {
      for (ByteOrder to : ORDERS) {
        ByteBuffer source = ByteBuffer.wrap(Frames.bytes(50)).order(from);
        ByteBuffer target = ByteBuffer.allocateDirect(60).order(to);
        Masking.copy(KEY, source, 3, 47, target, 7);
        assertThat(Hex.copy(target)).isEqualTo(expected);
        assertThat(target.order()).isEqualTo(to);
        assertThat(source.array()).isEqualTo(Frames.bytes(50));
      }
    }
  }

  private static byte[] masked(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      bytes[i] ^= KEY_BYTES[(i - from) % 4];
    }
    return bytes;
  }
}
