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
  // What follows the bytes in question, so that the fast way over eight bytes meets them too.
  private static final int LETTERS = 8;

  private final CharsetDecoder jdk = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer chars = CharBuffer.allocate(100);

  @Test
  void allSequencesOfUpToTwoBytesAreJudgedAsTheJdkDoes() {
    agree(withLetters(new byte[0]));
    ByteBuffer one = withLetters(new byte[1]);
    for (int i = 0; i < 1 << 8; i++) {
      agree(one.put(0, (byte) i));
    }
    ByteBuffer two = withLetters(new byte[2]);
    for (int i = 0; i < 1 << 16; i++) {
      agree(two.putShort(0, (short) i));
    }
  }

  // Those that begin with an ASCII character are all seen by now.
  @Test
  void allSequencesOfThreeBytesAreJudgedAsTheJdkDoes() {
    ByteBuffer three = withLetters(new byte[3]);
    for (int i = 0x80_0000; i < 1 << 24; i++) {
      agree(three.putShort(0, (short) (i >> 8)).put(2, (byte) i));
    }
  }

  @Test
  void sequencesOfFourBytesAreJudgedAsTheJdkDoes() {
    int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF};
    ByteBuffer four = withLetters(new byte[4]);
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
        agree(withLetters(Character.toString(c).getBytes(StandardCharsets.UTF_8)));
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
      agree(withLetters(utf8));
      if (utf8.length > 0) {
        utf8[random.nextInt(utf8.length)] = (byte) random.nextInt();
        agree(withLetters(utf8));
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
    ByteBuffer bytes = withLetters(Hex.bytes(hex));
    int length = bytes.limit() - LETTERS;
    for (int split = 0; split <= length; split++) {
      assertThat(firstBad(bytes, split, length)).isEqualTo(index);
      assertThat(firstBad(bytes, split, bytes.limit())).isEqualTo(index);
    }
  }

  @ParameterizedTest
  @CsvSource({"C3", "E2", "E282", "F0", "F09F", "F09F98", "61C3"})
  void textThatStopsWithinACharacterIsBadAtItsEnd(String hex) {
    ByteBuffer bytes = Hex.buffer(hex);
    assertThat(firstBad(bytes, 0, bytes.limit())).isEqualTo(bytes.limit());
  }

  private static ByteBuffer withLetters(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length + LETTERS).put(bytes);
    while (buffer.hasRemaining()) {
      buffer.put((byte) 'a');
    }
    return buffer;
  }

  // At every split, and with the letters. No assertThat on the good path: this runs many
  // millions of times.
  private void agree(ByteBuffer bytes) {
    int length = bytes.limit() - LETTERS;
    boolean valid = isValidToTheJdk(bytes, length);
    int bad = firstBad(bytes, 0, length);
    boolean agreed = valid == (bad < 0) && firstBad(bytes, 0, length + LETTERS) == bad;
    for (int split = 0; split <= length; split++) {
      agreed &= firstBad(bytes, split, length) == bad;
    }
    if (!agreed) {
      throw new AssertionError(Hex.of(bytes.rewind()) + " is valid to the JDK: " + valid);
    }
  }

  // The index of the first bad byte; the end, when the text stops within a character; or -1.
  private static int firstBad(ByteBuffer bytes, int split, int end) {
    Utf8Validator validator = new Utf8Validator();
    int bad = validator.firstBadByte(bytes, 0, split);
    if (bad < 0) {
      bad = validator.firstBadByte(bytes, split, end);
    }
    return bad < 0 && !validator.atCharacterEnd() ? end : bad;
  }

  private boolean isValidToTheJdk(ByteBuffer bytes, int length) {
    jdk.reset();
    CoderResult result = jdk.decode(bytes.limit(length).rewind(), chars.clear(), true);
    bytes.limit(length + LETTERS);
    return result.isUnderflow() && jdk.flush(chars).isUnderflow();
  }
}
