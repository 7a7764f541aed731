package io.tidewire.conformance;

import java.util.Arrays;

/// Inflates what a peer sends (RFC 1951, RFC 7692 §7.2.2), and holds it to what was agreed: no
/// distance leads out of the window, and none into an earlier message where there is no takeover.
final class Inflation {
  private static final int MAX_WINDOW = 32_768;
  private static final byte[] TAIL = {0, 0, -1, -1};

  private final int window;
  private final boolean takeover;
  private byte[] out = new byte[MAX_WINDOW]; // the earlier messages' end, then this message
  private int size;
  private int start; // of this message

  /// @param windowBits 8 to 15
  Inflation(int windowBits, boolean takeover) {
    this.window = 1 << windowBits;
    this.takeover = takeover;
  }

  /// A whole message.
  byte[] inflate(byte[] payload) throws BadDeflateException {
    forget();
    byte[] whole = Arrays.copyOf(payload, payload.length + TAIL.length);
    System.arraycopy(TAIL, 0, whole, payload.length, TAIL.length);
    BitReader in = new BitReader(whole);
    boolean last = false;
    // A block with BFINAL may stand at the very end, with no octet for the tail to complete.
    while (last ? in.left() > TAIL.length : in.left() > 0) {
      last = block(in);
    }
    return Arrays.copyOfRange(out, start, size);
  }

  private void forget() {
    int kept = Math.min(size, MAX_WINDOW);
    System.arraycopy(out, size - kept, out, 0, kept);
    size = kept;
    start = kept;
  }

  /// @return whether it has BFINAL set; then the next one begins with a byte (RFC 7692 §7.2.3.4)
  private boolean block(BitReader in) throws BadDeflateException {
    boolean last = in.bit() == 1;
    switch (in.bits(2)) {
      case 0 -> stored(in);
      case 1 -> compressed(in, BlockCodes.FIXED);
      case 2 -> compressed(in, BlockCodes.read(in));
      default -> throw new BadDeflateException("a block of the reserved type (RFC 1951 §3.2.3)");
    }
    if (last) {
      in.align();
    }
    return last;
  }

  private void stored(BitReader in) throws BadDeflateException {
    in.align();
    int length = in.bits(16);
    if (in.bits(16) != (~length & 0xffff)) {
      throw new BadDeflateException("a stored block of two lengths (RFC 1951 §3.2.4)");
    } else if (in.left() < length) {
      throw new BadDeflateException("a stored block that is cut (RFC 1951 §3.2.4)");
    }
    reserve(length);
    in.copy(length, out, size);
    size += length;
  }

  private void compressed(BitReader in, BlockCodes codes) throws BadDeflateException {
    for (int symbol = codes.literals().read(in);
        symbol != BlockCodes.END_OF_BLOCK;
        symbol = codes.literals().read(in)) {
      if (symbol < BlockCodes.END_OF_BLOCK) {
        reserve(1);
        out[size++] = (byte) symbol;
      } else {
        match(in, symbol - BlockCodes.END_OF_BLOCK - 1, codes.distances());
      }
    }
  }

  private void match(BitReader in, int symbol, HuffmanCode distances) throws BadDeflateException {
    require(symbol < DeflateTables.LENGTHS, "a length that does not exist (RFC 1951 §3.2.6)");
    int length = DeflateTables.lengthBase(symbol) + in.bits(DeflateTables.lengthExtra(symbol));
    int code = distances.read(in);
    require(code < DeflateTables.DISTANCES, "a distance that does not exist (RFC 1951 §3.2.6)");
    int distance = DeflateTables.distanceBase(code) + in.bits(DeflateTables.distanceExtra(code));
    check(distance);
    reserve(length);
    for (int i = 0; i < length; i++) {
      out[size] = out[size - distance];
      size++;
    }
  }

  private void check(int distance) throws BadDeflateException {
    require(distance <= size, "a distance before all data: " + distance);
    require(
        distance <= window,
        "a distance of " + distance + " in a window of " + window + " (RFC 7692 §7.1.2)");
    require(
        takeover || distance <= size - start,
        "a distance into an earlier message, without takeover (RFC 7692 §7.1.1)");
  }

  private static void require(boolean sound, String otherwise) throws BadDeflateException {
    if (!sound) {
      throw new BadDeflateException(otherwise);
    }
  }

  private void reserve(int more) {
    if (size + more > out.length) {
      out = Arrays.copyOf(out, 2 * (size + more));
    }
  }
}
