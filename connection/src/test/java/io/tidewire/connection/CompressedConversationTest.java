package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Two of our own ends talk through permessage-deflate.
class CompressedConversationTest {
  private static final CompressionOptions ALL = CompressionOptions.DEFAULTS.withThreshold(0);
  private static final int RSV1 = 0x40;

  static Stream<CompressionOptions> configurations() {
    return Stream.of(
        ALL,
        ALL.withTakeover(false, false),
        ALL.withTakeover(true, false),
        ALL.withTakeover(false, true),
        ALL.withWindowBits(8, 8),
        ALL.withWindowBits(9, 12).withTakeover(false, false),
        ALL.withWindowBits(15, 10),
        ALL.withThreshold(1000),
        ALL.withMemoryBudget(0));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void messagesOfAllSizesArrive(CompressionOptions options) throws Exception {
    List<byte[]> payloads = payloads(0, 1, 5, 125, 126, 999, 1000, 16_384, 65_535, 100_000);
    Pair.compressed(
        options,
        (a, b) -> {
          payloads.forEach(a.end.ws::send);
          payloads.forEach(b.end.ws::send);
          String[] all =
              payloads.stream().map(CompressedConversationTest::binary).toArray(String[]::new);
          a.then(all);
          b.then(all);
          long worthwhile =
              payloads.stream().filter(bytes -> bytes.length >= options.threshold()).count();
          assertThat(a.compressed()).isEqualTo(worthwhile);
          assertThat(b.compressed()).isEqualTo(worthwhile);
        });
  }

  @Test
  void aMebibyteArrivesBothWays() throws Exception {
    byte[] dense = new byte[1 << 20];
    new Random(1).nextBytes(dense);
    byte[] zeros = new byte[1 << 20];
    Pair.compressed(
        ALL,
        (a, b) -> {
          a.end.ws.send(dense);
          b.end.ws.send(zeros);
          a.then(binary(zeros));
          b.then(binary(dense));
          assertThat(a.compressed()).isZero();
          assertThat(b.compressed()).isOne();
        });
  }

  @Test
  void aReceivedMessageMayBeSentAsItIs() throws Exception {
    List<byte[]> payloads = payloads(3, 1000, 100_000);
    Pair.compressed(
        ALL,
        (a, b) -> {
          b.end.recorder.onEachMessage((ws, message) -> ws.send(message));
          payloads.forEach(a.end.ws::send);
          String[] all =
              payloads.stream().map(CompressedConversationTest::binary).toArray(String[]::new);
          a.then(all);
          b.then(all);
          assertThat(a.compressed()).isEqualTo(3);
          assertThat(b.compressed()).isEqualTo(3);
        });
  }

  @Test
  void aStreamedMessageArrives() throws Exception {
    Pair.compressed(
        CompressionOptions.DEFAULTS,
        (a, b) -> {
          Connection connection = (Connection) a.end.ws;
          for (int message = 0; message < 2; message++) {
            FragmentStream stream = new FragmentStream(connection, true, true);
            for (int i = 0; i < 5; i++) {
              Message part = Message.text("part " + i + ", ");
              connection.sendFragment(Outgoing.fragment(part, i == 0, i == 4, stream), i == 0);
            }
            b.then("text part 0, part 1, part 2, part 3, part 4, ");
          }
          assertThat(a.compressed()).isEqualTo(2);
        });
  }

  // ---- what goes on the wire

  @Test
  void theThresholdDecides() {
    End server = compressing(CompressionOptions.DEFAULTS.withThreshold(100));
    server.ws.send(new byte[99]);
    server.ws.send(new byte[100]);
    assertThat(firstBytes(server)).containsExactly(0x82, 0x82 | RSV1);
  }

  @Test
  void aMessageMayStayUncompressed() {
    End server = compressing(ALL);
    server.ws.send(Message.text("compress me"));
    server.ws.send(Message.text("a secret").uncompressed());
    server.ws.sendAsync(Message.text("a secret").uncompressed());
    server.ws.send(Message.text("compress me"));
    server.channel.runPendingTasks();
    assertThat(firstBytes(server)).containsExactly(0x81 | RSV1, 0x81, 0x81, 0x81 | RSV1);
  }

  @Test
  void whatDoesNotCompressGoesAsItIs() throws Exception {
    byte[] dense = payloads(2000).getFirst();
    new Random(1).nextBytes(dense);
    End server = compressing(ALL);
    server.ws.send(dense);
    assertThat(server.sent()).containsExactly("binary " + Frame.describe(false, dense));
    server.peerEnds();
    Pair.compressed(
        ALL,
        (a, b) -> {
          for (int i = 0; i < 3; i++) {
            a.end.ws.send("again and again and again");
            a.end.ws.send(dense);
          }
          b.then(
              Stream.generate(() -> Stream.of("text again and again and again", binary(dense)))
                  .limit(3)
                  .flatMap(both -> both)
                  .toArray(String[]::new));
          assertThat(a.compressed()).isEqualTo(3);
        });
  }

  @Test
  void plainMessagesBetweenCompressedOnesDisturbNoTakeover() throws Exception {
    Pair.compressed(
        ALL,
        (a, b) -> {
          for (int i = 0; i < 4; i++) {
            a.end.ws.send(Message.text("again and again and again"));
            a.end.ws.send(Message.text("plain").uncompressed());
          }
          b.then(
              Stream.generate(() -> Stream.of("text again and again and again", "text plain"))
                  .limit(4)
                  .flatMap(both -> both)
                  .toArray(String[]::new));
          assertThat(a.compressed()).isEqualTo(4);
        });
  }

  @Test
  void whatIsDroppedBeforeItIsSentWasNeverCompressed() throws Exception {
    Pair.compressed(
        ALL,
        (a, b) -> {
          a.end.stalls();
          for (int i = 0; i < 50; i++) {
            a.end.ws.send("key", Message.text("state " + i + " of what is told again and again"));
          }
          a.end.flows();
          a.pump();
          List<String> seen = b.end.recorder.take();
          assertThat(seen).last().isEqualTo("text state 49 of what is told again and again");
          a.end.ws.send("of what is told again and again");
          b.then("text of what is told again and again");
        });
  }

  // ---- fixtures

  private static End compressing(CompressionOptions options) {
    return new End(
            Settled.as(
                Role.SERVER,
                WebSocketOptions.DEFAULTS,
                Optional.of(Negotiated.end(Role.SERVER, options))),
            new Recorder())
        .opened();
  }

  // Of each frame, which are short and not masked.
  private static List<Integer> firstBytes(End server) {
    server.channel.runPendingTasks();
    byte[] sent = server.channel.takeSent();
    List<Integer> first = new ArrayList<>();
    for (int at = 0; at < sent.length; at += 2 + sent[at + 1]) {
      first.add(sent[at] & 0xFF);
    }
    server.peerEnds();
    return first;
  }

  private static String binary(byte[] payload) {
    return "binary " + Frame.describe(false, payload);
  }

  // Half of each repeats itself, and half does not, in turn.
  private static List<byte[]> payloads(int... sizes) {
    Random random = new Random(7);
    List<byte[]> payloads = new ArrayList<>();
    for (int size : sizes) {
      byte[] payload = new byte[size];
      random.nextBytes(payload);
      for (int i = 0; i < size; i++) {
        payload[i] = i / 100 % 2 == 0 ? payload[i] : (byte) (i % 50);
      }
      payloads.add(payload);
    }
    return payloads;
  }
}
