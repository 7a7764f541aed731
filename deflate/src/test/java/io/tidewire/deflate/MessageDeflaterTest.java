package io.tidewire.deflate;

import static io.tidewire.deflate.MessageDeflater.Flush.MESSAGE;
import static io.tidewire.deflate.MessageDeflater.Flush.NONE;
import static io.tidewire.deflate.MessageDeflater.Flush.PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidewire.protocol.Decompressor.Progress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 7692 §7.2.1, with each library.
class MessageDeflaterTest {
  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(Texts.ascii(text));
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void sendsTheExamplesOfTheRfc(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      assertThat(wire.deflate(Texts.ascii("Hello"))).isEqualTo(Wire.hex("f2 48 cd c9 c9 07 00"));
      assertThat(wire.deflate(Texts.ascii("Hello"))).isEqualTo(Wire.hex("f2 00 11 00 00"));
    }
    try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 15, false)) {
      for (int i = 0; i < 3; i++) {
        assertThat(wire.deflate(Texts.ascii("Hello"))).isEqualTo(Wire.hex("f2 48 cd c9 c9 07 00"));
      }
    }
  }

  // §7.2.3.6
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void sendsAnEmptyMessageAsOneOctet(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      for (int i = 0; i < 3; i++) {
        assertThat(wire.deflate(new byte[0])).isEqualTo(Wire.hex("00"));
        assertThat(wire.deflate(Texts.json(100, i))).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void whatIsFlushedInPartsCanBeReadAtOnce(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      ByteBuffer out = ByteBuffer.allocate(100);
      ByteBuffer in = ByteBuffer.allocate(100);
      wire.deflater().begin();
      assertThat(wire.deflater().deflate(ascii("Hel"), out, NONE)).isTrue();
      assertThat(wire.deflater().deflate(ascii("lo"), out, PART)).isTrue();
      assertThat(wire.inflater().decompress(out.flip(), in, false)).isEqualTo(Progress.MORE_INPUT);
      assertThat(in.flip()).isEqualTo(ascii("Hello"));

      assertThat(wire.deflater().deflate(ascii(""), out.clear(), MESSAGE)).isTrue();
      assertThat(out.flip()).isEqualTo(ByteBuffer.wrap(Wire.hex("00")));
      assertThat(wire.inflater().decompress(out, in.clear(), true)).isEqualTo(Progress.COMPLETE);
      assertThat(in.position()).isZero();
      assertThat(wire.inflate(wire.deflate(Texts.json(50, 1)))).isEqualTo(Texts.json(50, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void everyRoomLeavesTheTailOff(Codec codec) {
    byte[] message = Texts.noise(200, 5);
    for (int room = MessageDeflater.MIN_ROOM; room < 240; room++) {
      try (Wire wire = new Wire(codec)) {
        byte[] payload = wire.deflate(message, 200, room, true);
        assertThat(wire.inflate(payload)).isEqualTo(message);
        assertThat(payload).hasSizeLessThan(220);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void aMessageThatIsGivenUpLeavesNoTrace(Codec codec) {
    for (boolean takeover : new boolean[] {false, true}) {
      try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 12, takeover)) {
        wire.inflate(wire.deflate(Texts.json(500, 1)));
        wire.deflater().begin();
        wire.deflater().deflate(ByteBuffer.wrap(Texts.json(5000, 2)), room(20), MESSAGE);
        wire.deflater().reset();
        assertThat(wire.inflate(wire.deflate(Texts.json(500, 2)))).isEqualTo(Texts.json(500, 2));
      }
    }
  }

  // A message compressed once for many, amid those that are compressed for one with takeover.
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void aMessageCompressedElsewhereFitsInAfterReset(Codec codec) {
    try (Wire wire = new Wire(codec);
        CompressionPool pool = new CompressionPool(codec, Budget.UNBOUNDED)) {
      MessageDeflater shared = pool.deflater(new DeflaterKind(1, 12, 5), 0);
      wire.inflate(wire.deflate(Texts.json(500, 1)));
      ByteBuffer out = room(1000);
      shared.begin();
      shared.deflate(ByteBuffer.wrap(Texts.json(500, 2)), out, MESSAGE);
      byte[] payload = new byte[out.flip().remaining()];
      out.get(payload);

      assertThat(wire.inflate(payload)).isEqualTo(Texts.json(500, 2));
      wire.deflater().reset();
      assertThat(wire.inflate(wire.deflate(Texts.json(500, 3)))).isEqualTo(Texts.json(500, 3));
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void takeoverMakesAlikeMessagesSmaller(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      int first = wire.deflate(Texts.json(1000, 1)).length;
      assertThat(wire.deflate(Texts.json(1000, 1))).hasSizeLessThan(first / 4);
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void readsBuffersThatMustNotBeWritten(Codec codec) {
    byte[] message = Texts.json(2000, 1);
    for (boolean direct : new boolean[] {false, true}) {
      try (Wire wire = new Wire(codec)) {
        ByteBuffer out = room(2000);
        wire.deflater().begin();
        wire.deflater()
            .deflate(Wire.buffer(message, 0, 2000, direct).asReadOnlyBuffer(), out, MESSAGE);
        ByteBuffer in = room(2001);
        assertThat(wire.inflater().decompress(out.flip().asReadOnlyBuffer(), in, true))
            .isEqualTo(Progress.COMPLETE);
        assertThat(in.flip()).isEqualTo(ByteBuffer.wrap(message));
      }
    }
  }

  @Test
  void misuseIsRefused() {
    Wire wire = new Wire(Wire.NATIVE);
    MessageDeflater deflater = wire.deflater();
    assertThatIllegalStateException().isThrownBy(() -> deflater.deflate(room(0), room(16), NONE));
    deflater.begin();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deflater.deflate(room(0), room(15), NONE));
    wire.close();
    assertThatIllegalStateException().isThrownBy(deflater::begin);
    assertThatIllegalStateException().isThrownBy(() -> deflater.deflate(room(0), room(16), NONE));
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }
}
