package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodesTest {
  @Test
  void justTheseCloseCodesMayBeSent() {
    int[] registered = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014};
    assertThat(IntStream.range(-10, 70_000).filter(CloseCode::mayBeSent))
        .containsExactlyElementsOf(
            IntStream.concat(IntStream.of(registered), IntStream.range(3000, 5000))
                .boxed()
                .toList());
  }

  @Test
  void everyCloseCodeHasWords() {
    assertThat(CloseCode.describe(CloseCode.GOING_AWAY)).isEqualTo("going away");
    assertThat(CloseCode.describe(CloseCode.ABNORMAL)).isEqualTo("no closing handshake");
    assertThat(CloseCode.describe(3000)).isEqualTo("registered by a library or framework");
    assertThat(CloseCode.describe(4999)).isEqualTo("defined by the application");
    assertThat(CloseCode.describe(2999)).isEqualTo("unknown code");
    assertThat(IntStream.range(-1, 5100).mapToObj(CloseCode::describe)).doesNotContain("");
  }

  @Test
  void opcodesAreKnownByTheirCode() {
    for (int code = 0; code < 16; code++) {
      Opcode opcode = Opcode.of(code);
      boolean reserved = (code >= 3 && code <= 7) || code >= 11;
      assertThat(opcode == null).isEqualTo(reserved);
      assertThat(reserved || opcode.code() == code).isTrue();
    }
  }

  @Test
  void opcodesFrom8AreControl() {
    for (Opcode opcode : Opcode.values()) {
      assertThat(opcode.isControl()).isEqualTo(opcode.code() >= 8);
    }
  }
}
