package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CompressionOptionsTest {
  private static final CompressionOptions DEFAULTS = CompressionOptions.DEFAULTS;

  @Test
  void eachWithChangesOneThing() {
    assertThat(
            DEFAULTS
                .withEnabled(false)
                .withThreshold(1)
                .withLevel(2)
                .withMemLevel(3)
                .withWindowBits(9, 10)
                .withTakeover(false, true)
                .withMemoryBudget(4))
        .isEqualTo(new CompressionOptions(false, 1, 2, 3, 9, 10, false, true, 4));
    assertThat(CompressionOptions.OFF).isEqualTo(DEFAULTS.withEnabled(false));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    List<ThrowingCallable> senseless =
        List.of(
            () -> DEFAULTS.withThreshold(-1),
            () -> DEFAULTS.withLevel(0),
            () -> DEFAULTS.withLevel(10),
            () -> DEFAULTS.withMemLevel(0),
            () -> DEFAULTS.withMemLevel(10),
            () -> DEFAULTS.withWindowBits(7, 15),
            () -> DEFAULTS.withWindowBits(15, 16),
            () -> DEFAULTS.withMemoryBudget(-1));
    for (ThrowingCallable call : senseless) {
      assertThatIllegalArgumentException().isThrownBy(call);
    }
  }

  @Test
  void smallWindowsGetSmallTables() {
    CompressionOptions wide = DEFAULTS.withMemLevel(9);
    assertThat(DeflaterKind.of(wide, 15).memLevel()).isEqualTo(9);
    assertThat(DeflaterKind.of(wide, 13).memLevel()).isEqualTo(7);
    assertThat(DeflaterKind.of(wide, 8).memLevel()).isEqualTo(5);
    assertThat(DeflaterKind.of(DEFAULTS.withMemLevel(2), 15).memLevel()).isEqualTo(2);
  }
}
