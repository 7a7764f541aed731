package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryHintTest {
  @Test
  void endsTheTextOfACloseFrame() {
    assertThat(RetryHint.text("the server is shutting down", Duration.ofMillis(2500)))
        .isEqualTo("the server is shutting down; retry in 2500 ms");
    assertThat(RetryHint.text("over", Duration.ofMillis(-1))).isEqualTo("over; retry in 0 ms");
  }

  @Test
  void isFoundAgain() {
    assertThat(RetryHint.in(RetryHint.text("over", Duration.ofSeconds(7))))
        .contains(Duration.ofSeconds(7));
    assertThat(RetryHint.in(RetryHint.text("", Duration.ZERO))).contains(Duration.ZERO);
  }

  @Test
  void isNotFoundInOtherTexts() {
    assertThat(RetryHint.in("")).isEmpty();
    assertThat(RetryHint.in("retry in 5 ms")).isEmpty();
    assertThat(RetryHint.in("over; retry in -5 ms")).isEmpty();
    assertThat(RetryHint.in("over; retry in 5 s")).isEmpty();
    assertThat(RetryHint.in("over; retry in 5 ms, or not")).isEmpty();
    assertThat(RetryHint.in("over; retry in " + "9".repeat(40) + " ms")).isEmpty();
  }

  @Test
  void fitsIntoACloseFrame() {
    String longest = RetryHint.text("x".repeat(90), Duration.ofMillis(999_999_999_999L));
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
  }
}
