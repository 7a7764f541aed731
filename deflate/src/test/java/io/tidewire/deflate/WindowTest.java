package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.Decompressor.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692 §7.1.2: what is sent reaches back no further than the agreed window.
class WindowTest {
  private static Codec codec(String name) {
    return name.equals("zlib") ? Wire.NATIVE : Wire.JDK;
  }

  @ParameterizedTest
  @CsvSource({
    "zlib,8", "zlib,9", "zlib,10", "zlib,11", "zlib,12", "zlib,13", "zlib,14", "zlib,15",
    "jdk,8", "jdk,9", "jdk,10", "jdk,11", "jdk,12", "jdk,13", "jdk,14", "jdk,15"
  })
  void noDistanceLeadsOutOfTheWindow(String name, int bits) {
    for (int level : new int[] {1, 3, 4, 6, 9}) {
      CompressionOptions options = CompressionOptions.DEFAULTS.withLevel(level);
      ReferenceInflater reference = new ReferenceInflater();
      try (Wire wire = new Wire(codec(name), Wire.JDK, options, bits, true)) {
        for (int i = 0; i < 12; i++) {
          byte[] message = Texts.repetitive(1000 * i * i, i);
          byte[] payload = wire.deflate(message, 1 + 700 * i, 16 + 100 * i, true);
          assertThat(reference.message(payload)).isEqualTo(message);
        }
        assertThat(reference.furthest()).isLessThanOrEqualTo(1 << bits);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11, 12, 13, 14, 15})
  void zlibUsesTheWindowThatItMayUse(int bits) {
    ReferenceInflater reference = new ReferenceInflater();
    try (Wire wire = new Wire(Wire.NATIVE, Wire.NATIVE, CompressionOptions.DEFAULTS, bits, true)) {
      reference.message(wire.deflate(Texts.repetitive(200_000, bits)));
    }
    assertThat(reference.furthest()).isGreaterThan((1 << bits) - 300);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void anInflaterOfTheSameWindowWithRoomForOneByteFollows(int bits) {
    byte[] message = Texts.repetitive(20_000, bits);
    for (Codec codec : new Codec[] {Wire.NATIVE, Wire.JDK}) {
      try (Wire wire = new Wire(codec, Wire.NATIVE, CompressionOptions.DEFAULTS, bits, true)) {
        for (int i = 0; i < 3; i++) {
          assertThat(wire.inflate(wire.deflate(message), 100, 1, true)).isEqualTo(message);
        }
      }
    }
  }

  @Test
  void aPeerThatReachesOutOfItsWindowIsFound() {
    byte[] message = Texts.repetitive(20_000, 1);
    byte[] payload;
    try (Wire wide = new Wire(Wire.NATIVE)) {
      payload = wide.deflate(message);
    }
    try (Wire narrow = new Wire(Wire.NATIVE, Wire.NATIVE, CompressionOptions.DEFAULTS, 9, true)) {
      var in = Wire.buffer(payload, 0, payload.length, true);
      Progress outcome;
      do {
        outcome = narrow.inflater().decompress(in, Wire.buffer(100, true), true);
      } while (outcome == Progress.MORE_ROOM);
      assertThat(outcome).isEqualTo(Progress.CORRUPT);
      assertThat(narrow.inflater().fault()).isEqualTo("invalid distance too far back");
    }
  }

  // What a library does that takes a window of 13 bits whatever it is asked for.
  @ParameterizedTest
  @CsvSource({"1,8", "1,9", "6,8", "6,9"})
  void aLibraryThatWidensWindowsIsFound(int level, int bits) {
    try (Scratch scratch = new Scratch();
        InflateContext inflater = Wire.NATIVE.inflater(bits, scratch);
        InflateContext another = Wire.NATIVE.inflater(bits, scratch);
        DeflateContext asked = Wire.NATIVE.deflater(new DeflaterKind(level, bits, 5), scratch);
        DeflateContext wider = Wire.NATIVE.deflater(new DeflaterKind(level, 13, 5), scratch)) {
      assertThat(NativeCodec.keepsWithin(bits, asked, inflater)).isTrue();
      assertThat(NativeCodec.keepsWithin(bits, wider, another)).isFalse();
    }
  }
}
