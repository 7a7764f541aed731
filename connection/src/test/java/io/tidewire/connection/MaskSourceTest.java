package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskSourceTest {
  @Test
  void keysDifferAlsoBeyondOneDraw() {
    MaskSource masks = new MaskSource();
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      keys.add(masks.nextInt());
    }
    // Of 5,000 random ints, two are equal about once in 300 runs; many are never.
    assertThat(keys).hasSizeGreaterThan(4990);
  }

  @Test
  void twoSourcesShareNothing() {
    MaskSource one = new MaskSource();
    MaskSource other = new MaskSource();
    assertThat(one.nextLong()).isNotEqualTo(other.nextLong());
  }

  @Test
  void eachBitIsSetAboutHalfOfTheTime() {
    MaskSource masks = new MaskSource();
    int[] set = new int[Integer.SIZE];
    for (int i = 0; i < 4000; i++) {
      int key = masks.nextInt();
      for (int bit = 0; bit < Integer.SIZE; bit++) {
        set[bit] += key >>> bit & 1;
      }
    }
    // Seven standard deviations from the mean.
    assertThat(IntStream.of(set)).allMatch(count -> Math.abs(count - 2000) < 222);
  }
}
