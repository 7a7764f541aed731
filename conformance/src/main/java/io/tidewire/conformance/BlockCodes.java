package io.tidewire.conformance;

import java.util.Arrays;

/// The two codes of a compressed block (RFC 1951 §3.2.5 to §3.2.7).
record BlockCodes(HuffmanCode literals, HuffmanCode distances) {
  static final int END_OF_BLOCK = 256;
  static final BlockCodes FIXED = fixed();

  /// In which order the lengths of the code of lengths stand.
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private static BlockCodes fixed() {
    int[] lengths = new int[288];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, 288, 8);
    int[] distances = new int[32];
    Arrays.fill(distances, 5);
    return new BlockCodes(new HuffmanCode(lengths), new HuffmanCode(distances));
  }

  /// Those that a block brings along.
  static BlockCodes read(BitReader in) throws BadDeflateException {
    int literals = in.bits(5) + 257;
    int distances = in.bits(5) + 1;
    int[] lengths = new int[ORDER.length];
    int count = in.bits(4) + 4;
    for (int i = 0; i < count; i++) {
      lengths[ORDER[i]] = in.bits(3);
    }
    int[] both = lengths(in, sound(lengths), literals + distances);
    return new BlockCodes(
        sound(Arrays.copyOf(both, literals)),
        sound(Arrays.copyOfRange(both, literals, both.length)));
  }

  private static int[] lengths(BitReader in, HuffmanCode code, int count)
      throws BadDeflateException {
    int[] lengths = new int[count];
    for (int i = 0; i < count; ) {
      int symbol = code.read(in);
      int repeated = symbol == 16 && i > 0 ? lengths[i - 1] : symbol < 16 ? symbol : 0;
      int times = times(symbol, in);
      if (i + times > count || (symbol == 16 && i == 0)) {
        throw new BadDeflateException("code lengths that do not fit (RFC 1951 §3.2.7)");
      }
      Arrays.fill(lengths, i, i + times, repeated);
      i += times;
    }
    return lengths;
  }

  private static int times(int symbol, BitReader in) throws BadDeflateException {
    return switch (symbol) {
      case 16 -> 3 + in.bits(2);
      case 17 -> 3 + in.bits(3);
      case 18 -> 11 + in.bits(7);
      default -> 1;
    };
  }

  private static HuffmanCode sound(int... lengths) throws BadDeflateException {
    HuffmanCode code = new HuffmanCode(lengths);
    if (!code.isSound()) {
      throw new BadDeflateException("too many codes for their lengths (RFC 1951 §3.2.2)");
    }
    return code;
  }
}
