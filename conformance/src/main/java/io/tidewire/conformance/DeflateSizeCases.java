package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Many compressed messages of all sizes, and random ones. Each byte of what comes back is
/// compared.
final class DeflateSizeCases {
  private static final String CLAUSE = "RFC 7692 §7.2";
  private static final int MESSAGES = 1000;

  private static final int[] SIZES = {
    16, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072
  };

  /// One after the other.
  private static final int[] FRAME_SIZES = {Integer.MAX_VALUE, 256, 1024, 4096, 32_768};

  /// How many messages are sent before the first is waited for; of larger ones, one by one.
  private static final int AHEAD = 10;

  private static final int LARGE = 8192;

  private static final int RANDOM_CASES = 20;
  private static final int RANDOM_MESSAGES = 50;

  static final List<Case> ALL = all();

  private DeflateSizeCases() {}

  /// What messages are made of.
  private enum Kind {
    JSON,
    REPEATED,
    RANDOM;

    Frame message(int size) {
      return switch (this) {
        case JSON -> Frame.text(Payload.json(size));
        case REPEATED -> Frame.text(Payload.repeated(Math.ceilDiv(size, 4), 4));
        case RANDOM -> Frame.binary(Payload.bytes(size));
      };
    }
  }

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      add(cases, kind.name().toLowerCase(Locale.ROOT), kind, DeflateTerms.PLAIN);
    }
    add(cases, "fresh", Kind.JSON, fresh(DeflateTerms.ABSENT));
    for (int bits : new int[] {9, 15}) {
      add(cases, "window-" + bits, Kind.JSON, windows(bits));
      add(cases, "window-" + bits + "-fresh", Kind.JSON, fresh(bits));
    }
    for (int seed = 1; seed <= RANDOM_CASES; seed++) {
      cases.add(random(seed));
    }
    return List.copyOf(cases);
  }

  private static DeflateTerms fresh(int bits) {
    return new DeflateTerms(true, true, bits, bits);
  }

  private static DeflateTerms windows(int bits) {
    return new DeflateTerms(false, false, bits, bits);
  }

  private static void add(List<Case> cases, String id, Kind kind, DeflateTerms terms) {
    for (int size : SIZES) {
      cases.add(many("deflate.sizes." + id + "." + size, kind, size, terms));
    }
  }

  private static Case many(String id, Kind kind, int size, DeflateTerms terms) {
    return Script.of(id, CLAUSE, MESSAGES + " compressed messages of " + Words.bytes(size))
        .opening(new DeflateOpening(terms))
        .step(
            "send and expect each, in one frame, in frames of 256 bytes, 1, 4 and 32 KiB in turn",
            peer -> exchange(peer, kind.message(size)))
        .closes();
  }

  private static void exchange(Dialogue peer, Frame message) throws InterruptedException {
    int ahead = message.payload().length > LARGE ? 1 : AHEAD;
    Frame[] due = Collections.nCopies(ahead, message).toArray(Frame[]::new);
    for (int i = 0; i < MESSAGES && !peer.score().decided(); i += ahead) {
      for (int j = i; j < i + ahead; j++) {
        int frame = FRAME_SIZES[j % FRAME_SIZES.length];
        peer.send(Chop.WHOLE, peer.compressed(message).fragments(frame));
      }
      Expectation.of(due).await(peer);
      peer.keepsUp();
    }
  }

  private static Case random(int seed) {
    String title =
        RANDOM_MESSAGES + " random messages, compressed or not, in random frames, seed " + seed;
    return Script.of("deflate.random." + seed, CLAUSE, title)
        .opening(terms(seed))
        .step(
            "send and expect them, one by one",
            peer -> {
              Random random = new Random(seed);
              for (int i = 0; i < RANDOM_MESSAGES && !peer.score().decided(); i++) {
                Frame message = RandomCases.message(random);
                Frame sent = random.nextInt(4) == 0 ? message : peer.compressed(message);
                RandomCases.exchange(peer, random, sent, message);
              }
            })
        .closes();
  }

  private static DeflateOpening terms(int seed) {
    Random random = new Random(-seed);
    return new DeflateOpening(
        new DeflateTerms(random.nextBoolean(), random.nextBoolean(), bits(random), bits(random)));
  }

  private static int bits(Random random) {
    return random.nextBoolean() ? DeflateTerms.ABSENT : 9 + random.nextInt(7);
  }
}
