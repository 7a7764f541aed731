package io.tidewire.conformance;

/// A Huffman code of DEFLATE, built from the lengths of its codes (RFC 1951 §3.2.2).
final class HuffmanCode {
  private static final int MAX_LENGTH = 15;

  private final int[] counts = new int[MAX_LENGTH + 1]; // of codes of a length
  private final int[] symbols; // in the order of their codes
  private final int unused; // codes that stand for nothing; negative where there are too many

  HuffmanCode(int... lengths) {
    int[] next = new int[MAX_LENGTH + 2];
    int left = 1;
    for (int length : lengths) {
      counts[length]++;
    }
    counts[0] = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      left = 2 * left - counts[length];
      next[length + 1] = next[length] + counts[length];
      if (left < 0) {
        break;
      }
    }
    unused = left;
    symbols = new int[lengths.length];
    for (int symbol = 0; symbol < lengths.length && unused >= 0; symbol++) {
      if (lengths[symbol] > 0) {
        symbols[next[lengths[symbol]]++] = symbol;
      }
    }
  }

  /// Whether there are no more codes than the lengths leave room for.
  boolean isSound() {
    return unused >= 0;
  }

  /// The next symbol.
  ///
  /// @throws BadDeflateException when the bits are no code
  int read(BitReader in) throws BadDeflateException {
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= MAX_LENGTH; length++) {
      code |= in.bit();
      int count = counts[length];
      if (code - first < count) {
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new BadDeflateException("bits that are no code (RFC 1951 §3.2.2)");
  }
}
