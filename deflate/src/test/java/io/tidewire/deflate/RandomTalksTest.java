package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.Role;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Two engines talk through permessage-deflate. Whatever was agreed, whichever library stands at
/// either end, however messages are compressed, mixed with plain ones and fragmented, whatever
/// comes in between, and however the network cuts it: all comes out equal.
class RandomTalksTest {
  // With -Dtidewire.talks and -Dtidewire.firstTalk more of them, or one again.
  private static final int TALKS = Integer.getInteger("tidewire.talks", 400);
  private static final long FIRST = Long.getLong("tidewire.firstTalk", 1);

  private static final int TURNS = 12;

  @Test
  void whatIsSaidIsHeard() {
    long nativeBefore = Zlib.nativeBytes();
    for (long seed = FIRST; seed < FIRST + TALKS; seed++) {
      try {
        talk(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("in the talk of seed " + seed, e);
      }
      assertThat(Zlib.nativeBytes()).as("seed %d", seed).isEqualTo(nativeBefore);
    }
  }

  private static void talk(Random random) {
    boolean forward = random.nextBoolean();
    boolean back = random.nextBoolean();
    int there = window(random);
    int here = window(random);
    try (Talker a = talker(Role.SERVER, random, new DeflateParameters(there, forward, here, back));
        Talker b = talker(Role.CLIENT, random, new DeflateParameters(here, back, there, forward))) {
      for (int turn = 0; turn < TURNS; turn++) {
        (random.nextBoolean() ? a : b).say();
        if (random.nextBoolean()) {
          carry(a, b);
        }
      }
      carry(a, b);
      compare(a, b);
      compare(b, a);
    }
  }

  private static int window(Random random) {
    return random.nextBoolean() ? 15 : 8 + random.nextInt(8);
  }

  private static Talker talker(Role role, Random random, DeflateParameters parameters) {
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withLevel(1 + random.nextInt(9))
            .withMemLevel(1 + random.nextInt(9));
    Codec codec = random.nextInt(4) == 0 ? Wire.JDK : Wire.NATIVE;
    return new Talker(role, random, codec, options, parameters);
  }

  // Until nothing is under way, pongs included.
  private static void carry(Talker a, Talker b) {
    byte[] there = a.takeWire();
    byte[] back = b.takeWire();
    while (there.length + back.length > 0) {
      b.hear(there);
      a.hear(back);
      there = a.takeWire();
      back = b.takeWire();
    }
  }

  private static void compare(Talker speaker, Talker hearer) {
    assertThat(hearer.heard).isEqualTo(speaker.said);
    assertThat(speaker.pongs).isEqualTo(speaker.pings);
    assertThat(hearer.buffersOut()).isZero();
  }
}
