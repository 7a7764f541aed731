package io.tidewire.conformance;

/// Bits out of bytes, each byte's lowest bit first (RFC 1951 §3.1.1).
final class BitReader {
  private final byte[] bytes;
  private long at; // in bits

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int bit() throws BadDeflateException {
    int index = (int) (at >> 3);
    if (index >= bytes.length) {
      throw new BadDeflateException("compressed data that ends amid a block (RFC 7692 §7.2.2)");
    }
    return bytes[index] >> (at++ & 7) & 1;
  }

  /// A number, its lowest bit first.
  int bits(int count) throws BadDeflateException {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= bit() << i;
    }
    return value;
  }

  /// Leaves out what is left of the byte in hand.
  void align() {
    at = (at + 7) & ~7L;
  }

  /// Whole bytes that are left.
  int left() {
    return bytes.length - (int) ((at + 7) >> 3);
  }

  /// Takes bytes, when [#align]ed.
  void copy(int count, byte[] to, int offset) {
    System.arraycopy(bytes, (int) (at >> 3), to, offset, count);
    at += 8L * count;
  }
}
