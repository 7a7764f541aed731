package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewire.protocol.Decompressor.Progress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes that no deflater has written end in an answer, and write nothing outside the buffers: what
/// stands around the room stays as it was.
class CorruptionTest {
  private static final byte GUARD = 0x5a;
  private static final int MARGIN = 64;

  private static ByteBuffer guarded(int room) {
    ByteBuffer guarded = ByteBuffer.allocateDirect(room + 2 * MARGIN);
    for (int i = 0; i < guarded.capacity(); i++) {
      guarded.put(i, GUARD);
    }
    return guarded.limit(MARGIN + room).position(MARGIN);
  }

  private static void assertUntouchedAround(ByteBuffer guarded) {
    for (int i = 0; i < MARGIN; i++) {
      assertThat(guarded.get(i)).isEqualTo(GUARD);
    }
    for (int i = guarded.limit(); i < guarded.capacity(); i++) {
      assertThat(guarded.duplicate().clear().get(i)).isEqualTo(GUARD);
    }
  }

  // Follows the input to its end, an error or 1 MiB of output.
  private static void inflate(Wire wire, byte[] payload, int piece, int room) {
    ByteBuffer out = guarded(room);
    long total = 0;
    Progress outcome = Progress.MORE_INPUT;
    for (int at = 0; outcome == Progress.MORE_INPUT; at += piece) {
      int count = Math.min(piece, payload.length - at);
      ByteBuffer in = Wire.buffer(payload, at, count, true);
      do {
        outcome = wire.inflater().decompress(in, out, at + piece >= payload.length);
        total += out.position() - MARGIN;
        out.position(MARGIN);
      } while (outcome == Progress.MORE_ROOM && total < 1 << 20);
    }
    assertUntouchedAround(out);
    assertThat(outcome).isNotEqualTo(Progress.NO_MEMORY);
    assertThat(outcome == Progress.CORRUPT).isEqualTo(wire.inflater().fault() != null);
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void everyFlippedBitIsAnswered(Codec codec) {
    for (byte[] message : Texts.ofAllKinds(300, 1)) {
      byte[] payload;
      try (Wire wire = new Wire(codec)) {
        payload = wire.deflate(message);
      }
      for (int bit = 0; bit < 8 * payload.length; bit++) {
        byte[] flipped = payload.clone();
        flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
        try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 9, bit % 2 == 0)) {
          inflate(wire, flipped, 1 + bit % 50, 1 + bit % 333);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void anyBytesAreAnswered(Codec codec) {
    Random random = new Random(20);
    for (int i = 0; i < 5000; i++) {
      byte[] payload = Texts.noise(1 + random.nextInt(200), i);
      payload[0] = (byte) ((payload[0] & ~7) | (2 * (i % 3)) | (i % 2)); // a block of each type
      int bits = 8 + random.nextInt(8);
      try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, bits, true)) {
        inflate(wire, payload, 1 + random.nextInt(200), 1 + random.nextInt(1000));
      }
    }
  }

  // Sound messages first, so that a window is there to reach into.
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void splicedMessagesAreAnswered(Codec codec) {
    Random random = new Random(21);
    for (int i = 0; i < 500; i++) {
      try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 8 + i % 8, true)) {
        inflate(wire, wire.deflate(Texts.repetitive(random.nextInt(20_000), i)), 700, 900);
        byte[] payload = wire.deflate(Texts.repetitive(2000, i));
        byte[] other = wire.deflate(Texts.json(2000, i));
        int at = random.nextInt(payload.length);
        int count = Math.min(random.nextInt(30), Math.min(payload.length - at, other.length));
        System.arraycopy(other, 0, payload, at, count);
        inflate(wire, payload, 1 + random.nextInt(500), 1 + random.nextInt(1000));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void aDeflaterStaysWithinItsRoom(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      for (int room = MessageDeflater.MIN_ROOM; room < 200; room++) {
        ByteBuffer out = guarded(room);
        ByteBuffer in = ByteBuffer.wrap(Texts.noise(700, room));
        wire.deflater().begin();
        while (!wire.deflater().deflate(in, out, MessageDeflater.Flush.MESSAGE)) {
          out.position(MARGIN);
        }
        assertUntouchedAround(out);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void aBufferThatMustNotBeWrittenIsNot(Codec codec) {
    ByteBuffer zeros = ByteBuffer.allocateDirect(100);
    try (Wire wire = new Wire(codec)) {
      ByteBuffer payload = ByteBuffer.wrap(wire.deflate(Texts.json(50, 1)));
      assertThatExceptionOfType(ReadOnlyBufferException.class)
          .isThrownBy(() -> wire.inflater().decompress(payload, zeros.asReadOnlyBuffer(), true));
    }
    assertThat(zeros).isEqualTo(ByteBuffer.allocate(100));
  }
}
