package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidewire.protocol.Decompressor.Progress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 7692 §7.2.2, with each library.
class MessageInflaterTest {
  private static final byte[] HELLO = Texts.ascii("Hello");
  private static final byte[] COMPRESSED = Wire.hex("f2 48 cd c9 c9 07 00");

  // §7.2.3.1, .3, .4 and .5, in any pieces
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void readsTheExamplesOfTheRfc(Codec codec) {
    List<String> examples =
        List.of(
            "f2 48 cd c9 c9 07 00",
            "00 05 00 fa ff 48 65 6c 6c 6f 00",
            "f3 48 cd c9 c9 07 00 00",
            "f2 48 05 00 00 00 ff ff ca c9 c9 07 00");
    for (String example : examples) {
      byte[] payload = Wire.hex(example);
      try (Wire wire = new Wire(codec)) {
        for (int piece = 1; piece <= payload.length; piece++) {
          for (int room = 1; room <= 6; room++) {
            assertThat(wire.inflate(payload, piece, room, true)).isEqualTo(HELLO);
          }
        }
      }
    }
  }

  // §7.2.3.2
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void readsWhatReachesBackIntoAnEarlierMessage(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      assertThat(wire.inflate(COMPRESSED)).isEqualTo(HELLO);
      assertThat(wire.inflate(Wire.hex("f2 00 11 00 00"))).isEqualTo(HELLO);
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void refusesToReachBackWithoutTakeover(Codec codec) {
    try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 15, false)) {
      assertThat(wire.inflate(COMPRESSED)).isEqualTo(HELLO);
      assertThat(wire.outcome(Wire.hex("f2 00 11 00 00"))).isEqualTo(Progress.CORRUPT);
      assertThat(wire.inflater().fault()).isEqualTo("invalid distance too far back");
      assertThat(wire.outcome(COMPRESSED)).isEqualTo(Progress.CORRUPT);
    }
  }

  // §7.2.3.6, and blocks without content wherever they may stand
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void readsEmptyMessagesAndEmptyBlocks(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      assertThat(wire.inflate(Wire.hex("00"))).isEmpty();
      assertThat(wire.inflate(Wire.hex("02 00"))).isEmpty(); // a fixed block with nothing in it
      assertThat(wire.inflate(Wire.hex("00 00 00 ff ff 00 00 00 ff ff 00"))).isEmpty();
      assertThat(wire.inflate(Wire.hex("00 00 00 ff ff f2 48 cd c9 c9 07 00"))).isEqualTo(HELLO);
      assertThat(wire.inflate(new byte[0])).isEmpty(); // not even a block
      assertThat(wire.inflate(COMPRESSED)).isEqualTo(HELLO);
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void readsFinalBlocksAnywhere(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      // without the octet that §7.2.3.4 adds
      assertThat(wire.inflate(Wire.hex("f3 48 cd c9 c9 07 00"))).isEqualTo(HELLO);
      // one after the other
      assertThat(wire.inflate(Wire.hex("f3 48 cd c9 c9 07 00 f3 48 cd c9 c9 07 00")))
          .isEqualTo(Texts.ascii("HelloHello"));
      // stored, then another block
      assertThat(wire.inflate(Wire.hex("01 05 00 fa ff 48 65 6c 6c 6f f2 48 cd c9 c9 07 00")))
          .isEqualTo(Texts.ascii("HelloHello"));
      assertThat(wire.inflate(COMPRESSED)).isEqualTo(HELLO);
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void aWindowOutlivesAFinalBlock(Codec codec) {
    try (Wire wire = new Wire(codec)) {
      assertThat(wire.inflate(Wire.hex("f3 48 cd c9 c9 07 00 00"))).isEqualTo(HELLO);
      assertThat(wire.inflate(Wire.hex("f2 00 11 00 00"))).isEqualTo(HELLO);
    }
  }

  // A full window, however the bytes before it came, and read from its farthest end.
  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void allOfAWindowOutlivesAFinalBlock(Codec codec) {
    byte[] noise = Texts.noise(32_768, 1);
    byte[] again = Arrays.copyOfRange(noise, 300, 1000);
    CompressionOptions hard = CompressionOptions.DEFAULTS.withLevel(9).withMemLevel(9);
    for (int before : new int[] {0, 1, 768, 40_000}) {
      for (int room : new int[] {1000, 32_768, 100_000}) {
        try (Wire from = new Wire(Wire.NATIVE, Wire.NATIVE, hard, 15, true);
            Wire wire = new Wire(Wire.NATIVE, codec, CompressionOptions.DEFAULTS, 15, true)) {
          receive(wire, from, Texts.noise(before, 2), room);
          receive(wire, from, noise, room);
          wire.inflate(Wire.hex("03 00 00")); // a final block with nothing in it
          assertThat(receive(wire, from, again, room)).hasSizeLessThan(100);
        }
      }
    }
  }

  private static byte[] receive(Wire by, Wire from, byte[] message, int room) {
    byte[] payload = from.deflate(message);
    assertThat(by.inflate(payload, payload.length + 1, room, true)).isEqualTo(message);
    return payload;
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void refusesWhatIsNotDeflate(Codec codec) {
    List<String> wrong =
        List.of(
            "07", // block type 3
            "00 05 00 00 00 48 65 6c 6c 6f", // length and its complement
            "f2 48 cd c9 c9 07 00 ff", // and then block type 3
            "f2 00 11 00 00"); // back to before the beginning
    for (String hex : wrong) {
      try (Wire wire = new Wire(codec)) {
        assertThat(wire.outcome(Wire.hex(hex))).as(hex).isEqualTo(Progress.CORRUPT);
        assertThat(wire.inflater().fault()).isNotBlank();
        assertThat(wire.outcome(COMPRESSED)).isEqualTo(Progress.CORRUPT);
      }
    }
  }

  @Test
  void refusesMessagesThatAreCutShort() {
    byte[] stored;
    try (Wire wire = new Wire(Wire.NATIVE)) {
      stored = wire.deflate(Texts.noise(100, 1));
    }
    assertCutsFail(COMPRESSED, 1);
    assertCutsFail(stored, 2); // its first octet alone is an empty message
  }

  private static void assertCutsFail(byte[] whole, int shortest) {
    for (int length = shortest; length < whole.length; length++) {
      try (Wire wire = new Wire(Wire.NATIVE)) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThat(wire.outcome(part)).as("%d bytes", length).isEqualTo(Progress.CORRUPT);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void aBombFillsTheRoomThatThereIsAndNoMore(Codec codec) {
    byte[] bomb;
    try (Wire wire = new Wire(codec)) {
      bomb = wire.deflate(new byte[32 << 20]);
    }
    assertThat(bomb).hasSizeLessThan(200_000);
    for (int piece : new int[] {bomb.length, 100}) {
      try (Wire wire = new Wire(codec)) {
        ByteBuffer out = Wire.buffer(1 << 20, true);
        Progress outcome = Progress.MORE_INPUT;
        for (int at = 0; outcome == Progress.MORE_INPUT; at += piece) {
          ByteBuffer in = Wire.buffer(bomb, at, Math.min(piece, bomb.length - at), true);
          outcome = wire.inflater().decompress(in, out, at + piece >= bomb.length);
        }
        assertThat(outcome).isEqualTo(Progress.MORE_ROOM);
        assertThat(out.hasRemaining()).isFalse();
      }
    }
  }

  @Test
  void misuseIsRefused() {
    Wire wire = new Wire(Wire.NATIVE);
    MessageInflater inflater = wire.inflater();
    wire.close();
    ByteBuffer nothing = ByteBuffer.allocate(0);
    assertThatIllegalStateException().isThrownBy(() -> inflater.decompress(nothing, nothing, true));
  }
}
