package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Messages of random sizes and kinds, in random frames and pieces, with control frames between.
/// The seed is the number in the id, so that each run is the same.
final class RandomCases {
  private static final String CLAUSE = "RFC 6455 §5";
  private static final int CASES = 20;
  private static final int MESSAGES = 50;
  private static final String[] TEXTS = {"a", "ß", "€", "😀", "\0", " and so on and on", "Ωμέγα"};

  static final List<Case> ALL = all();

  private RandomCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (int seed = 1; seed <= CASES; seed++) {
      cases.add(random(seed));
    }
    return List.copyOf(cases);
  }

  private static Case random(int seed) {
    String title = MESSAGES + " random messages in random frames and pieces, seed " + seed;
    return Script.of("random." + seed, CLAUSE, title)
        .step(
            "send and expect them, one by one",
            peer -> {
              Random random = new Random(seed);
              for (int i = 0; i < MESSAGES && !peer.score().decided(); i++) {
                Frame message = message(random);
                exchange(peer, random, message, message);
              }
            })
        .closes();
  }

  /// Sends a message in random frames, with a ping between two of them, and awaits it.
  ///
  /// @param sent the same message as it goes over the wire
  static void exchange(Dialogue peer, Random random, Frame sent, Frame message)
      throws InterruptedException {
    Frame[] frames = sent.fragments(frameSize(random, sent));
    Frame ping = Frame.ping(Payload.bytes(random.nextInt(126)));
    int before = random.nextInt(frames.length + 1);
    List<Frame> all = new ArrayList<>(List.of(frames));
    all.add(before, ping);
    peer.send(chop(random), all.toArray(Frame[]::new));
    Frame pong = ping.as(Opcode.PONG);
    // Which comes first depends on where the ping was, and on how much the peer reads at a time.
    Expectation.of(pong, message).or(message, pong).await(peer);
  }

  /// So that there are no more than a few hundred: many peers limit how many they take.
  private static int frameSize(Random random, Frame message) {
    return 1 + message.payload().length / 300 + skewed(random, 10_000);
  }

  static Frame message(Random random) {
    int size = skewed(random, 70_000);
    return random.nextBoolean() ? text(random, size) : Frame.binary(bytes(random, size));
  }

  private static Frame text(Random random, int size) {
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return Frame.text(text.toString());
  }

  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Small ones as often as large ones.
  private static int skewed(Random random, int bound) {
    return random.nextInt(1 + random.nextInt(1 + random.nextInt(bound)));
  }

  /// Large pieces mostly, for a write for each byte takes long.
  private static Chop chop(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Chop.ODD;
      case 1 -> Chop.every(100 + random.nextInt(2000));
      default -> Chop.WHOLE;
    };
  }
}
