package io.tidewire.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a peer sends, nothing is thrown, no memory is lost, and how the network cuts it makes
/// no difference.
class GarbageTest {
  private static final int ROUNDS = 1_000;
  private static final Limits LIMITS = new Limits(300, 200, 5);

  @ParameterizedTest
  @EnumSource
  void damagedFramesAreJudgedAlikeHoweverTheyAreCut(Role role) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = frames(role.peer(), random);
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      judgedAlike(role, bytes, seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noiseIsJudgedAlikeHoweverItIsCut(Role role) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[1 + random.nextInt(60)];
      random.nextBytes(bytes);
      judgedAlike(role, bytes, seed);
    }
  }

  private static void judgedAlike(Role role, byte[] bytes, int seed) {
    for (Delivery delivery : Delivery.values()) {
      List<String> whole = judge(role, delivery, bytes, Cut.NONE);
      assertThat(judge(role, delivery, bytes, Cut.EVERYWHERE)).as("seed %d", seed).isEqualTo(whole);
      Cut cut = Cut.periodic(seed % bytes.length, 1 + seed % 50);
      assertThat(judge(role, delivery, bytes, cut)).as("seed %d", seed).isEqualTo(whole);
    }
  }

  private static List<String> judge(Role role, Delivery delivery, byte[] bytes, Cut cut) {
    CountingMemory memory = new CountingMemory(Integer.MAX_VALUE);
    Engine engine = new Engine(role, LIMITS, delivery, memory, new Random(1));
    Recorder recorder = new Recorder(engine, role, delivery, Map.of());
    ByteBuffer in = ByteBuffer.wrap(bytes.clone());
    while (in.position() < bytes.length) {
      in.limit(Math.min(bytes.length, cut.endOfRead(in.position())));
      engine.receive(in, recorder);
    }
    engine.endOfInput("", recorder);
    assertThat(memory.buffersOut()).isZero();
    return recorder.takeEvents();
  }

  private static byte[] frames(Role sender, Random random) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    int[] firstBytes = {0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x80, 0x89, 0x8A, 0x88};
    for (int i = random.nextInt(6); i >= 0; i--) {
      int first = firstBytes[random.nextInt(firstBytes.length)];
      byte[] payload = "naïve €😀".repeat(random.nextInt(10)).getBytes(UTF_8);
      frames.writeBytes(Frames.frame(first, payload));
    }
    return sender == Role.CLIENT
        ? new PeerFrames().mask(frames.toByteArray())
        : frames.toByteArray();
  }
}
