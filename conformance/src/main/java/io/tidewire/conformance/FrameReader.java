package io.tidewire.conformance;

import io.tidewire.conformance.Frame.LengthForm;
import io.tidewire.conformance.Frame.Masking;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Takes frames out of bytes, legal or not: what a frame is worth is for [Receiver] to say.
final class FrameReader {
  /// No case makes a peer send more. A frame that tells more is given out without its payload.
  private static final long MAX_PAYLOAD = 256 << 20;

  /// More than any case looks at.
  private static final int MAX_KEYS = 1000;

  private final ByteQueue in;
  private final Side sender;
  private final List<Integer> keys = new ArrayList<>();

  FrameReader(ByteQueue in, Side sender) {
    this.in = in;
    this.sender = sender;
  }

  /// The next frame, unmasked, or empty while it is not whole.
  Optional<Frame> next() {
    if (in.size() < 2 || in.size() < headerSize()) {
      return Optional.empty();
    }
    long declared = declared();
    boolean tooLarge = declared < 0 || declared > MAX_PAYLOAD;
    int length = tooLarge ? 0 : (int) declared;
    return in.size() < headerSize() + length
        ? Optional.empty()
        : Optional.of(take(declared, length));
  }

  /// The masking keys of the first frames, in their order.
  List<Integer> keys() {
    return List.copyOf(keys);
  }

  private Frame take(long declared, int length) {
    byte[] header = in.take(headerSize());
    byte[] payload = in.take(length);
    boolean masked = (header[1] & 0x80) != 0;
    return new Frame(
        (header[0] & 0x80) != 0,
        header[0] >> 4 & 7,
        header[0] & 15,
        masked == (sender == Side.CLIENT) ? Masking.DUE : Masking.WRONG,
        form(header[1] & 0x7f, declared),
        declared,
        masked ? unmasked(payload, header) : payload);
  }

  private byte[] unmasked(byte[] payload, byte[] header) {
    byte[] key = Arrays.copyOfRange(header, header.length - 4, header.length);
    if (keys.size() < MAX_KEYS) {
      keys.add(ByteBuffer.wrap(key).getInt());
    }
    return Frame.masked(payload, key);
  }

  private static LengthForm form(int length7, long declared) {
    LengthForm used =
        switch (length7) {
          case 126 -> LengthForm.SIXTEEN_BITS;
          case 127 -> LengthForm.SIXTY_FOUR_BITS;
          default -> LengthForm.MINIMAL;
        };
    return used == LengthForm.minimal(declared) ? LengthForm.MINIMAL : used;
  }

  private int headerSize() {
    return 2 + extendedLengthSize() + ((in.at(1) & 0x80) == 0 ? 0 : 4);
  }

  private int extendedLengthSize() {
    return switch (in.at(1) & 0x7f) {
      case 126 -> 2;
      case 127 -> 8;
      default -> 0;
    };
  }

  private long declared() {
    long length = in.at(1) & 0x7f;
    int extended = extendedLengthSize();
    if (extended > 0) {
      length = 0;
      for (int i = 0; i < extended; i++) {
        length = length << 8 | in.at(2 + i);
      }
    }
    return length;
  }
}
