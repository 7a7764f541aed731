package io.tidewire.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An input taken apart, so that the fuzzer chooses how the network cuts what a peer sends.
///
/// ```
///  choices | n (of which 3 bits count) | n lengths of pieces, less one | what the peer sends
/// ```
public final class Input {
  private final int choices;
  private final byte[] lengths;
  private final byte[] bytes;

  public Input(byte[] input) {
    choices = input.length > 0 ? input[0] : 0;
    int count = input.length > 1 ? input[1] & 7 : 0;
    int rest = Math.min(input.length, 2 + count);
    lengths = Arrays.copyOfRange(input, Math.min(2, rest), rest);
    bytes = Arrays.copyOfRange(input, rest, input.length);
  }

  /// One of eight choices between two ways.
  public boolean choice(int index) {
    return (choices >> index & 1) == 1;
  }

  /// What the peer sends.
  public byte[] bytes() {
    return bytes;
  }

  /// The same in pieces, which may be written to; every byte alone where no length is given.
  public List<ByteBuffer> pieces() {
    return cut(bytes);
  }

  /// Other bytes in pieces of the same lengths.
  public List<ByteBuffer> cut(byte[] whole) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int at = 0; at < whole.length; ) {
      int count = Math.min(lengthOf(pieces.size()), whole.length - at);
      pieces.add(buffer(count, pieces.size()).put(whole, at, count).flip());
      at += count;
    }
    return pieces;
  }

  private int lengthOf(int piece) {
    return lengths.length == 0 ? 1 : 1 + (lengths[piece % lengths.length] & 0xFF);
  }

  // Of both kinds, in turn.
  private static ByteBuffer buffer(int size, int piece) {
    return piece % 2 == 0 ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
  }
}
