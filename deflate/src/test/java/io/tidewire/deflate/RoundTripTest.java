package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is deflated comes out equal, whatever was agreed and whichever library stands at either
/// end.
class RoundTripTest {
  private static final List<Codec> CODECS = List.of(Wire.NATIVE, Wire.JDK);

  static Stream<Arguments> pairs() {
    return CODECS.stream()
        .flatMap(from ->
            CODECS.stream()
                .map(
                    to -> arguments(Named.of(from.name(), from), Named.of("to " + to.name(), to))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void messagesComeOutEqual(Codec from, Codec to) {
    for (int bits = 8; bits <= 15; bits++) {
      for (int memLevel : new int[] {1, 5, 9}) {
        for (int level : new int[] {1, 3, 6}) {
          CompressionOptions options =
              CompressionOptions.DEFAULTS.withMemLevel(memLevel).withLevel(level);
          exchange(new Wire(from, to, options, bits, true));
          exchange(new Wire(from, to, options, bits, false));
        }
      }
    }
  }

  private static void exchange(Wire open) {
    try (Wire wire = open) {
      for (int size : new int[] {0, 1, 125, 0, 3000}) {
        for (byte[] message : Texts.ofAllKinds(size, size)) {
          assertThat(wire.inflate(wire.deflate(message))).isEqualTo(message);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 12, 15})
  void largeMessagesComeOutEqual(int bits) {
    for (Codec from : CODECS) {
      for (Codec to : CODECS) {
        try (Wire wire = new Wire(from, to, CompressionOptions.DEFAULTS, bits, true)) {
          for (byte[] message : Texts.ofAllKinds(700_000, bits)) {
            assertThat(wire.inflate(wire.deflate(message))).isEqualTo(message);
          }
        }
      }
    }
  }

  @Test
  void sixteenMebibytesComeOutEqual() {
    byte[] message = Texts.json(16 << 20, 1);
    for (Codec codec : CODECS) {
      try (Wire wire = new Wire(codec)) {
        byte[] payload = wire.deflate(message, 1 << 20, 1 << 16, true);
        assertThat(payload).hasSizeLessThan(message.length / 3);
        assertThat(wire.inflate(payload, 1 << 16, 1 << 18, true)).isEqualTo(message);
      }
    }
  }

  @Test
  void anyCutOfInputAndOutputComesOutEqual() {
    for (Codec codec : CODECS) {
      for (boolean direct : new boolean[] {false, true}) {
        cutAtRandom(codec, direct);
      }
    }
  }

  private static void cutAtRandom(Codec codec, boolean direct) {
    Random random = new Random(7);
    try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 11, true)) {
      for (int i = 0; i < 200; i++) {
        byte[] message = Texts.ofAllKinds(random.nextInt(3000), i).get(i % 4);
        int pieces = 1 + random.nextInt(message.length + 1);
        int room = MessageDeflater.MIN_ROOM + random.nextInt(i % 2 == 0 ? 20 : 2000);
        byte[] payload = wire.deflate(message, pieces, room, direct);
        int fragments = 1 + random.nextInt(payload.length);
        assertThat(wire.inflate(payload, fragments, 1 + random.nextInt(300), direct))
            .isEqualTo(message);
      }
    }
  }

  @Test
  void smallMessagesMayBeCutAnywhere() {
    byte[] message = Texts.json(300, 3);
    for (Codec codec : CODECS) {
      try (Wire wire = new Wire(codec, codec, CompressionOptions.DEFAULTS, 15, false)) {
        byte[] whole = wire.deflate(message);
        for (int cut = 1; cut <= 300; cut++) {
          assertThat(wire.inflate(wire.deflate(message, cut, 16 + cut % 40, true)))
              .isEqualTo(message);
          assertThat(wire.inflate(whole, cut, 1 + cut % 50, true)).isEqualTo(message);
        }
      }
    }
  }

  @Test
  void messagesLargerThanTheScratchGoThroughTheHeap() {
    byte[] message = Texts.json(100_000, 4);
    for (Codec codec : CODECS) {
      try (Wire wire = new Wire(codec)) {
        byte[] payload = wire.deflate(message, 40_000, 30_000, false);
        assertThat(wire.inflate(payload, 5000, 50_000, false)).isEqualTo(message);
      }
    }
  }
}
