package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// Checks that bytes are UTF-8 (RFC 3629) as they come, cut anywhere, and points at the first byte
/// that no valid text could have in its place.
///
/// Most of the rules fall on the second byte of a character: its range depends on the first, which
/// is how overlong forms, surrogates and code points past U+10FFFF are told.
///
/// ```
///  first byte   second     third     fourth
///  00 to 7F
///  C2 to DF     80 to BF
///  E0           A0 to BF   80 to BF            (below A0: overlong)
///  E1 to EF     80 to BF   80 to BF            (but ED)
///  ED           80 to 9F   80 to BF            (above 9F: surrogates)
///  F0           90 to BF   80 to BF  80 to BF  (below 90: overlong)
///  F1 to F3     80 to BF   80 to BF  80 to BF
///  F4           80 to 8F   80 to BF  80 to BF  (above 8F: past U+10FFFF)
/// ```
final class Utf8Validator {
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  // What must come next, packed in an int by expect(); or one of these two.
  private static final int ANY_CHARACTER = 0;
  private static final int NOTHING_VALID = -1;

  private int expected = ANY_CHARACTER;

  /// Checks the next bytes of the text.
  ///
  /// @return the index of the first bad byte, after which no text can make it good; -1 when all are
  ///   good
  int firstBadByte(ByteBuffer in, int from, int to) {
    int next = expected;
    for (int i = from; i < to; i++) {
      if (next == ANY_CHARACTER) {
        i = skipGood(in, i, to);
        if (i == to) {
          break;
        }
        next = afterFirst(in.get(i) & 0xFF);
      } else {
        next = afterLater(next, in.get(i) & 0xFF);
      }
      if (next == NOTHING_VALID) {
        return i;
      }
    }
    expected = next;
    return -1;
  }

  /// Whether the text may end here: not so within a character.
  boolean atCharacterEnd() {
    return expected == ANY_CHARACTER;
  }

  // The fast way over good text: eight ASCII characters or one other at a time. Returns the index
  // of
  // what needs the slow way, byte by byte: a bad character, or the last few before the end.
  private static int skipGood(ByteBuffer in, int from, int to) {
    int i = from;
    while (i <= to - Long.BYTES) {
      long eight = BigEndian.getLong(in, i);
      long notAscii = eight & NOT_ASCII;
      if (notAscii == 0) {
        i += Long.BYTES;
      } else if (eight >= 0) {
        i += Long.numberOfLeadingZeros(notAscii) / Byte.SIZE;
      } else {
        int length = lengthOfGood((int) (eight >>> Integer.SIZE));
        if (length == 0) {
          return i;
        }
        i += length;
      }
    }
    while (i < to && in.get(i) >= 0) {
      i++;
    }
    return i;
  }

  // The length of the character that begins with the highest of four bytes and is not ASCII; 0 when
  // it is bad.
  private static int lengthOfGood(int four) {
    if ((four & 0xE0C0_0000) == 0xC080_0000) {
      return four >>> 24 >= 0xC2 ? 2 : 0;
    }
    if ((four & 0xF0C0_C000) == 0xE080_8000) {
      int firstTwo = four >>> 16;
      return firstTwo >= 0xE0A0 && (firstTwo < 0xEDA0 || firstTwo >= 0xEE80) ? 3 : 0;
    }
    if ((four & 0xF8C0_C0C0) == 0xF080_8080) {
      int firstTwo = four >>> 16;
      return firstTwo >= 0xF090 && firstTwo <= 0xF48F ? 4 : 0;
    }
    return 0;
  }

  private static int afterFirst(int b) {
    if (b < 0xC2 || b > 0xF4) {
      return NOTHING_VALID;
    }
    if (b < 0xE0) {
      return expect(1, 0x80, 0xBF);
    }
    return switch (b) {
      case 0xE0 -> expect(2, 0xA0, 0xBF);
      case 0xED -> expect(2, 0x80, 0x9F);
      case 0xF0 -> expect(3, 0x90, 0xBF);
      case 0xF4 -> expect(3, 0x80, 0x8F);
      default -> expect(b < 0xF0 ? 2 : 3, 0x80, 0xBF);
    };
  }

  private static int afterLater(int expected, int b) {
    int lowest = expected >> 8 & 0xFF;
    int highest = expected & 0xFF;
    if (b < lowest || b > highest) {
      return NOTHING_VALID;
    }
    int more = (expected >> 16) - 1;
    return more == 0 ? ANY_CHARACTER : expect(more, 0x80, 0xBF);
  }

  // `more` bytes of the character, the next of them from `lowest` to `highest`
  private static int expect(int more, int lowest, int highest) {
    return more << 16 | lowest << 8 | highest;
  }
}
