package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Held against the JDK's decoder, which is strict and shares nothing with ours.
class Utf8ValidatorTest {
  private final CharsetDecoder jdk = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer chars = CharBuffer.allocate(100);
  private final Utf8Validator validator = new Utf8Validator();

  @Test
  void allSequencesOfUpToThreeBytesAreJudgedAsTheJdkDoes() {
    for (int length = 0; length <= 3; length++) {
      ByteBuffer bytes = ByteBuffer.allocate(length);
      for (int i = 0; i < 1 << (Byte.SIZE * length); i++) {
        for (int at = 0; at < length; at++) {
          bytes.put(at, (byte) (i >> (Byte.SIZE * at)));
        }
        agree(bytes);
      }
    }
  }

  @Test
  void sequencesOfFourBytesAreJudgedAsTheJdkDoes() {
    int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF};
    ByteBuffer four = ByteBuffer.allocate(4);
    for (int first = 0xC0; first < 0x100; first++) {
      for (int second = 0; second < 0x100; second++) {
        for (int third : edges) {
          for (int fourth : edges) {
            agree(four.putInt(0, first << 24 | second << 16 | third << 8 | fourth));
          }
        }
      }
    }
  }

  @Test
  void everyCharacterIsValid() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        ByteBuffer utf8 = ByteBuffer.wrap(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        assertThat(judge(utf8, 0) == utf8.limit()).as("U+%X", c).isTrue();
      }
    }
  }

  @Test
  void longTextWithOneBadByteIsJudgedAsTheJdkDoesAtEverySplit() {
    Random random = new Random(3629);
    String letters = "abcdefghijklmnop" + "éßж€한😀";
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(40), 0, letters.codePointCount(0, letters.length()))
          .map(i -> letters.codePointAt(letters.offsetByCodePoints(0, i)))
          .forEach(text::appendCodePoint);
      byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
      agree(ByteBuffer.wrap(utf8));
      if (utf8.length > 0) {
        utf8[random.nextInt(utf8.length)] = (byte) random.nextInt();
        agree(ByteBuffer.wrap(utf8));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F490, 1",
    "EDA0, 1",
    "E080, 1",
    "F080, 1",
    "80, 0",
    "C0, 0",
    "C1, 0",
    "F5, 0",
    "FF, 0",
    "C241, 1",
    "E28241, 2",
    "F09F9841, 3",
    "F48FBFC0, 3",
    "61626364656667FF, 7",
    "6162636465666768696A6B6C80, 12",
    "CEBAE1BDB9CF83CEBCCEB5EDA080, 12"
  })
  void theFirstBadByteIsFound(String hex, int index) {
    ByteBuffer bytes = Hex.buffer(hex);
    for (int split = 0; split <= bytes.limit(); split++) {
      assertThat(judge(bytes, split)).isEqualTo(index);
    }
  }

  @ParameterizedTest
  @CsvSource({"C3", "E2", "E282", "F0", "F09F", "F09F98", "61C3"})
  void textThatStopsWithinACharacterIsNotAtItsEnd(String hex) {
    assertThat(judge(Hex.buffer(hex), 0)).isEqualTo(-1);
  }

  // At every split. Without assertThat on the good path: this runs many millions of times.
  private void agree(ByteBuffer bytes) {
    boolean valid = isValidToTheJdk(bytes);
    for (int split = 0; split <= bytes.limit(); split++) {
      if (valid != (judge(bytes, split) == bytes.limit())) {
        throw new AssertionError(Hex.of(bytes.rewind()) + " split at " + split);
      }
    }
  }

  // The index of the first bad byte, the limit when all is good, -1 when a character is not
  // complete.
  private int judge(ByteBuffer bytes, int split) {
    validator.reset();
    int bad = validator.firstBadByte(bytes, 0, split);
    if (bad < 0) {
      bad = validator.firstBadByte(bytes, split, bytes.limit());
    }
    if (bad >= 0) {
      return bad;
    }
    return validator.atCharacterEnd() ? bytes.limit() : -1;
  }

  private boolean isValidToTheJdk(ByteBuffer bytes) {
    jdk.reset();
    CoderResult result = jdk.decode(bytes.rewind(), chars.clear(), true);
    return result.isUnderflow() && jdk.flush(chars).isUnderflow();
  }
}
