package io.tidewire.conformance;

import java.io.ByteArrayOutputStream;

/// Writes DEFLATE blocks by hand, legal or not (RFC 1951 §3.2).
final class Blocks {
  private static final int END_OF_BLOCK = 256;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int pending;
  private int pendingBits;

  /// A block without compression.
  Blocks stored(byte... bytes) {
    bits(0, 3).align();
    bits(bytes.length, 16).bits(~bytes.length & 0xffff, 16);
    return raw(bytes);
  }

  /// Begins a block with the fixed codes.
  Blocks fixed() {
    return bits(2, 3);
  }

  /// Begins the same with BFINAL set.
  Blocks fixedFinal() {
    return bits(3, 3);
  }

  /// Bytes as they are, in a block with the fixed codes.
  Blocks literals(byte... bytes) {
    for (byte each : bytes) {
      symbol(each & 0xff);
    }
    return this;
  }

  /// The same bytes again.
  ///
  /// @param length 3 to 258
  /// @param distance 1 to 32,768
  Blocks match(int length, int distance) {
    int symbol = DeflateTables.lengthSymbol(length);
    symbol(symbol + END_OF_BLOCK + 1);
    bits(length - DeflateTables.lengthBase(symbol), DeflateTables.lengthExtra(symbol));
    int code = DeflateTables.distanceSymbol(distance);
    return code(code, 5)
        .bits(distance - DeflateTables.distanceBase(code), DeflateTables.distanceExtra(code));
  }

  /// A literal, the end of the block or a length, in the fixed code (RFC 1951 §3.2.6).
  Blocks symbol(int symbol) {
    if (symbol < 144) {
      return code(0x30 + symbol, 8);
    } else if (symbol < 256) {
      return code(0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
      return code(symbol - 256, 7);
    }
    return code(0xc0 + symbol - 280, 8);
  }

  /// Ends a block with the fixed codes.
  Blocks end() {
    return symbol(END_OF_BLOCK);
  }

  /// Fills up the byte in hand.
  Blocks align() {
    return pendingBits == 0 ? this : bits(0, 8 - pendingBits);
  }

  /// Whole bytes.
  Blocks raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// A number, its lowest bit first.
  Blocks bits(int value, int count) {
    for (int i = 0; i < count; i++) {
      pending |= (value >> i & 1) << pendingBits++;
      if (pendingBits == 8) {
        out.write(pending);
        pending = 0;
        pendingBits = 0;
      }
    }
    return this;
  }

  /// A Huffman code, its highest bit first.
  Blocks code(int code, int count) {
    return bits(Integer.reverse(code) >>> (32 - count), count);
  }

  /// The payload of a message: an empty stored block at the end, of which the last four bytes are
  /// left out (RFC 7692 §7.2.1).
  byte[] message() {
    return bits(0, 3).align().out.toByteArray();
  }

  /// What has been written, without anything at its end.
  byte[] cut() {
    return align().out.toByteArray();
  }
}
