package io.tidewire.deflate;

import java.util.Arrays;

/// DEFLATE read bit by bit as RFC 1951 has it, slowly and strictly, with no window limit but a note
/// of the furthest distance: what neither zlib nor the JDK tells.
final class ReferenceInflater {
  private static final int[] LENGTH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_EXTRA = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] CODE_LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private byte[] history = new byte[1 << 16];
  private int size;
  private byte[] in;
  private int bit;
  private int furthest;

  /// Inflates one message, which may reach back into all that came before.
  byte[] message(byte[] payload) {
    in = new byte[payload.length + 4];
    System.arraycopy(payload, 0, in, 0, payload.length);
    in[in.length - 1] = (byte) 0xff;
    in[in.length - 2] = (byte) 0xff;
    bit = 0;
    int start = size;
    while (bit < 8 * in.length) {
      block();
    }
    return Arrays.copyOfRange(history, start, size);
  }

  int furthest() {
    return furthest;
  }

  private void block() {
    boolean last = bits(1) == 1;
    switch (bits(2)) {
      case 0 -> stored();
      case 1 -> coded(fixedLengths(), fixedDistances());
      case 2 -> dynamic();
      default -> throw new IllegalArgumentException("block type 3");
    }
    if (last) {
      align();
    }
  }

  private void stored() {
    align();
    int length = bits(16);
    if (bits(16) != (~length & 0xffff)) {
      throw new IllegalArgumentException("length of a stored block");
    }
    for (int i = 0; i < length; i++) {
      write((byte) bits(8));
    }
  }

  private void dynamic() {
    int literals = bits(5) + 257;
    int distances = bits(5) + 1;
    int codes = bits(4) + 4;
    int[] lengths = new int[19];
    for (int i = 0; i < codes; i++) {
      lengths[CODE_LENGTH_ORDER[i]] = bits(3);
    }
    int[] all = codeLengths(new Code(lengths), literals + distances);
    coded(
        new Code(Arrays.copyOf(all, literals)),
        new Code(Arrays.copyOfRange(all, literals, all.length)));
  }

  private int[] codeLengths(Code code, int count) {
    int[] lengths = new int[count];
    int i = 0;
    while (i < count) {
      int symbol = code.next();
      int value = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
      int times =
          switch (symbol) {
            case 16 -> 3 + bits(2);
            case 17 -> 3 + bits(3);
            case 18 -> 11 + bits(7);
            default -> 1;
          };
      for (int n = 0; n < times; n++) {
        lengths[i++] = value;
      }
    }
    return lengths;
  }

  private void coded(Code literals, Code distances) {
    for (int symbol = literals.next(); symbol != 256; symbol = literals.next()) {
      if (symbol < 256) {
        write((byte) symbol);
      } else {
        int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
        copy(length, distance(distances.next()));
      }
    }
  }

  // RFC 1951 §3.2.5: two codes for each number of extra bits, from 5 on
  private int distance(int symbol) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extra = symbol / 2 - 1;
    return ((2 + symbol % 2) << extra) + 1 + bits(extra);
  }

  private void copy(int length, int distance) {
    if (distance > size) {
      throw new IllegalArgumentException("a distance beyond the beginning");
    }
    furthest = Math.max(furthest, distance);
    for (int i = 0; i < length; i++) {
      write(history[size - distance]);
    }
  }

  private void write(byte b) {
    if (size == history.length) {
      history = Arrays.copyOf(history, 2 * size);
    }
    history[size++] = b;
  }

  private void align() {
    bit = (bit + 7) & -8;
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
    }
    return value;
  }

  private Code fixedLengths() {
    int[] lengths = new int[288];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, 288, 8);
    return new Code(lengths);
  }

  private Code fixedDistances() {
    int[] lengths = new int[30];
    Arrays.fill(lengths, 5);
    return new Code(lengths);
  }

  // A canonical Huffman code (RFC 1951 §3.2.2).
  private final class Code {
    private final int[] count = new int[16];
    private final int[] symbols;

    Code(int[] lengths) {
      symbols = new int[lengths.length];
      int filled = 0;
      for (int length = 1; length < 16; length++) {
        for (int symbol = 0; symbol < lengths.length; symbol++) {
          if (lengths[symbol] == length) {
            count[length]++;
            symbols[filled++] = symbol;
          }
        }
      }
    }

    int next() {
      int code = 0;
      int first = 0;
      int index = 0;
      for (int length = 1; length < 16; length++) {
        code |= bits(1);
        if (code - first < count[length]) {
          return symbols[index + code - first];
        }
        index += count[length];
        first = (first + count[length]) << 1;
        code <<= 1;
      }
      throw new IllegalArgumentException("no such code");
    }
  }
}
