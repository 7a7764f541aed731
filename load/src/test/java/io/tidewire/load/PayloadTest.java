package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class PayloadTest {
  @ParameterizedTest
  @EnumSource
  void hasTheSizeAskedFor(Payload.Kind kind) {
    for (int size = 1; size <= 600; size++) {
      assertThat(new Payload(kind, size).generate(size)).hasSize(size);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameForTheSameSeed(Payload.Kind kind) {
    Payload payload = new Payload(kind, 500);
    assertThat(payload.generate(1))
        .isEqualTo(payload.generate(1))
        .isNotEqualTo(payload.generate(2));
  }

  @Test
  void mixedTextIsUtf8OfEveryLength() throws CharacterCodingException {
    for (int size = 1; size <= 300; size++) {
      text(new Payload(Payload.Kind.UTF8, size).generate(size));
    }
    String text = text(new Payload(Payload.Kind.UTF8, 1000).generate(1));
    for (int length = 1; length <= 4; length++) {
      int bytes = length;
      assertThat(text.codePoints()).anyMatch(c -> utf8Length(c) == bytes);
    }
  }

  /// Decodes strictly, where the constructor of a `String` would replace.
  private static String text(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  private static int utf8Length(int codePoint) {
    return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void jsonIsWellFormed() {
    for (int size = 1; size <= 600; size++) {
      byte[] json = new Payload(Payload.Kind.JSON, size).generate(size);
      assertThat(JsonMapper.shared().readTree(json)).isNotNull();
    }
    byte[] json = new Payload(Payload.Kind.JSON, 16_384).generate(1);
    assertThat(JsonMapper.shared().readTree(json).size()).isGreaterThan(50);
  }

  @Test
  void refusesSizesThatNobodyCanMean() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload(Payload.Kind.ASCII, 0))
        .withMessageContaining("1 byte");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload(Payload.Kind.ASCII, (64 << 20) + 1));
  }
}
