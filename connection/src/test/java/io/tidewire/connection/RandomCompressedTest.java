package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.deflate.CompressionOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two of our own ends that compress send each other messages of all kinds, in streams and whole,
/// some of them plain, while the socket takes everything or nothing.
class RandomCompressedTest {
  private static final int TURNS = 40;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsSentArrives(long seed) throws Exception {
    Random choices = new Random(seed);
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withThreshold(choices.nextInt(300))
            .withWindowBits(8 + choices.nextInt(8), 8 + choices.nextInt(8))
            .withTakeover(choices.nextBoolean(), choices.nextBoolean());
    Pair.compressed(options, (a, b) -> converse(new Random(seed), options, a, b));
  }

  private static void converse(
      Random random, CompressionOptions options, Pair.Side a, Pair.Side b) {
    Sender there = new Sender(a.end, random, options.threshold());
    Sender back = new Sender(b.end, random, options.threshold());
    for (int turn = 0; turn < TURNS; turn++) {
      (random.nextBoolean() ? there : back).act();
      if (random.nextInt(3) == 0) {
        a.pump();
      }
    }
    there.finish();
    back.finish();
    a.pump();
    // Messages that are sent during a stream come before it or after it.
    assertThat(b.end.recorder.take()).containsExactlyInAnyOrderElementsOf(there.sent);
    assertThat(a.end.recorder.take()).containsExactlyInAnyOrderElementsOf(back.sent);
    assertThat(a.compressed()).isPositive().isEqualTo(there.compressed);
    assertThat(b.compressed()).isPositive().isEqualTo(back.compressed);
  }

  /// The application at one end.
  private static final class Sender {
    final List<String> sent = new ArrayList<>();
    private final End end;
    private final Random random;
    private final int threshold;
    // How many of those sent have to go compressed.
    private int compressed;

    // Null between streams.
    private FragmentStream stream;
    private StringBuilder streamed = new StringBuilder();

    Sender(End end, Random random, int threshold) {
      this.end = end;
      this.random = random;
      this.threshold = threshold;
    }

    void act() {
      switch (random.nextInt(6)) {
        case 0 -> end.stalls();
        case 1 -> end.flows();
        case 2 -> sendFragment(random.nextInt(4) == 0);
        case 3 -> sendBinary();
        default -> sendText();
      }
    }

    void finish() {
      end.flows();
      if (stream != null) {
        sendFragment(true);
      }
    }

    private void sendText() {
      String text = words();
      Message message = Message.text(text);
      boolean plain = random.nextInt(4) == 0;
      end.ws.sendAsync(plain ? message.uncompressed() : message);
      compressed += !plain && message.size() >= threshold ? 1 : 0;
      expectText(text);
    }

    private void sendBinary() {
      byte[] noise = new byte[random.nextInt(3000)];
      random.nextBytes(noise);
      end.ws.sendAsync(Message.binary(noise));
      // From 1 KiB on what grows goes as it is.
      compressed += noise.length >= threshold && noise.length < 1024 ? 1 : 0;
      sent.add("binary " + Frame.describe(false, noise));
    }

    private void sendFragment(boolean last) {
      boolean first = stream == null;
      Connection connection = (Connection) end.ws;
      if (first) {
        stream = new FragmentStream(connection, true, true);
      }
      String part = random.nextInt(5) == 0 ? "" : words();
      streamed.append(part);
      Message message = Message.text(part);
      connection.sendFragment(Outgoing.fragment(message, first, last, stream), first);
      // What ends with its first frame is like any other message.
      compressed += first && (!last || message.size() >= threshold) ? 1 : 0;
      if (last) {
        expectText(streamed.toString());
        streamed = new StringBuilder();
        stream = null;
      }
    }

    private void expectText(String text) {
      sent.add("text " + Frame.describe(true, text.getBytes(StandardCharsets.UTF_8)));
    }

    private String words() {
      StringBuilder words = new StringBuilder();
      for (int i = random.nextInt(1 << random.nextInt(9)); i > 0; i--) {
        words.append("wörd ").append(random.nextInt(50)).append(", ");
      }
      return words.toString();
    }
  }
}
