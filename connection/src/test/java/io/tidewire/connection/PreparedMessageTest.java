package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import io.tidewire.protocol.SharedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A message for many receivers.
class PreparedMessageTest {
  private static final CompressionOptions ALL = CompressionOptions.DEFAULTS.withThreshold(0);
  private static final String LINE = "again and again and again and again and again";

  // ---- what it is

  @Test
  void itIsTheMessageThatItWasMadeOf() {
    Message text = Message.text("grüße").prepared();
    assertThat(text.isText()).isTrue();
    assertThat(text.text()).isEqualTo("grüße");
    assertThat(text.size()).isEqualTo(7);
    assertThat(text.bytes()).isEqualTo(Message.text("grüße").bytes());
    assertThat(text.payload()).isEqualTo(Message.text("grüße").payload());
    ByteBuffer target = ByteBuffer.allocate(7);
    text.copyTo(target);
    assertThat(target.hasRemaining()).isFalse();
    assertThat(text.copy()).isSameAs(text);
    assertThat(text.prepared()).isSameAs(text);
    assertThat(text).hasToString("text, 7 bytes, prepared");
    assertThat(Message.binary(new byte[3]).prepared().isText()).isFalse();
  }

  @Test
  void whatUtf8CannotCarryIsRefusedAtOnce() {
    Message unpaired = Message.text("" + (char) 0xD800);
    assertThatIllegalArgumentException().isThrownBy(unpaired::prepared);
  }

  @Test
  void aLentMessageCanBePreparedAndKept() {
    List<Message> kept = new ArrayList<>();
    End end = End.server(new Recorder().onEachMessage((ws, lent) -> kept.add(lent.prepared())));
    end.receives(Frame.text("hi")).then("open", "text hi");
    end.ws.send(kept.getFirst());
    end.thenSent("text hi").peerEnds();
  }

  @Test
  void itStaysUncompressedWhicheverWasAskedForFirst() {
    Message one = Message.text(LINE).prepared().uncompressed();
    Message another = Message.text(LINE).uncompressed().prepared();
    for (Message message : List.of(one, another)) {
      assertThat(message).isInstanceOf(PreparedMessage.class);
      assertThat(message.isCompressible()).isFalse();
      assertThat(message.uncompressed()).isSameAs(message);
      End end = compressing(ALL);
      end.ws.send(message);
      end.thenSent("text " + Frame.describe(true, message.bytes())).peerEnds();
    }
  }

  // ---- it arrives

  @Test
  void itArrivesWhoeverSendsIt() throws Exception {
    List<Message> messages =
        IntStream.of(0, 1, 125, 126, 20_000, 65_535, 65_536, 200_000)
            .mapToObj(size -> Message.binary(Payload.of(size)).prepared())
            .toList();
    Pair.mirrored((a, b) -> {
      messages.forEach(a.end.ws::send);
      messages.forEach(b.end.ws::sendAsync);
      String[] all = messages.stream().map(Recorder::describe).toArray(String[]::new);
      a.then(all);
      b.then(all);
    });
  }

  static Stream<CompressionOptions> configurations() {
    return Stream.of(
        ALL,
        ALL.withTakeover(false, false),
        ALL.withTakeover(false, true),
        ALL.withWindowBits(8, 8),
        ALL.withWindowBits(9, 12).withTakeover(false, false),
        ALL.withThreshold(100));
  }

  // Between messages that are compressed for one, plain ones, and what does not shrink.
  @ParameterizedTest
  @MethodSource("configurations")
  void itArrivesAmidOthersWhateverWasAgreed(CompressionOptions options) throws Exception {
    Message dense = Message.binary(dense(3000)).prepared();
    Message shared = Message.text(LINE + " for all").prepared();
    Message large = Message.text(LINE.repeat(5000)).prepared();
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Message own = Message.text(LINE + " for one " + i);
      Collections.addAll(messages, own, shared, own, own.uncompressed(), shared, shared, dense);
      Collections.addAll(messages, own, large, own);
    }
    Pair.compressed(
        options,
        (a, b) -> {
          messages.forEach(a.end.ws::send);
          b.then(messages.stream().map(Recorder::describe).toArray(String[]::new));
        });
  }

  @Test
  void theFrameObserverSeesIt() {
    List<String> seen = new ArrayList<>();
    WebSocketOptions watched =
        WebSocketOptions.DEFAULTS.withFrameObserver((sent, fin, rsv, opcode, masked, length) ->
            seen.add(sent + " " + opcode + " " + length));
    End end = End.server(watched).opened();
    end.ws.send(Message.text("hi").prepared());
    end.thenSent("text hi").peerEnds();
    assertThat(seen).containsExactly("true 1 2");
  }

  // ---- it is made once

  @Test
  void allOfAKindAreSentTheSameBytes() {
    Message message = Message.text(LINE.repeat(10)).prepared();
    End first = compressing(ALL);
    End second = compressing(ALL);
    End withoutTakeover = compressing(ALL.withTakeover(false, false));
    second.ws.send(LINE);
    second.channel.runPendingTasks();
    second.channel.takeSent();
    byte[] bytes = sent(first, message);
    assertThat(bytes).hasSizeLessThan(100);
    assertThat(sent(second, message)).isEqualTo(bytes);
    assertThat(sent(withoutTakeover, message)).isEqualTo(bytes);
  }

  @Test
  void itIsCompressedOnceForEachKind() {
    try (Kinds kinds = new Kinds()) {
      PreparedMessage message = new PreparedMessage(Message.text(LINE.repeat(10)));
      SharedFrame frame = message.compressed(kinds.add(ALL));
      assertThat(frame.isCompressed()).isTrue();
      assertThat(message.compressed(kinds.add(ALL))).isSameAs(frame);
      assertThat(message.compressed(kinds.add(ALL.withTakeover(false, false)))).isSameAs(frame);
      assertThat(message.compressed(kinds.add(ALL.withWindowBits(9, 9)))).isNotSameAs(frame);
      assertThat(message.compressed(kinds.add(ALL.withLevel(6)))).isNotSameAs(frame);
      assertThat(message.plain()).isSameAs(message.plain());
    }
  }

  @Test
  void whatDoesNotShrinkIsTriedOnce() {
    try (Kinds kinds = new Kinds()) {
      for (byte[] payload : List.of(new byte[0], new byte[1], dense(5000))) {
        PreparedMessage message = new PreparedMessage(Message.binary(payload));
        assertThat(message.compressed(kinds.add(ALL))).isSameAs(message.plain());
      }
    }
  }

  @Test
  void manyEventLoopsMayNeedItAtOnce() throws Exception {
    int loops = 4;
    int rounds = 50;
    List<PreparedMessage> messages =
        IntStream.range(0, rounds)
            .mapToObj(i -> new PreparedMessage(Message.text((LINE + i).repeat(100))))
            .toList();
    CyclicBarrier start = new CyclicBarrier(loops);
    List<Soon.Started<List<SharedFrame>>> running = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      running.add(
          Soon.start(() -> {
            List<SharedFrame> frames = new ArrayList<>();
            try (Kinds kinds = new Kinds()) {
              Compression compression = kinds.add(ALL);
              for (PreparedMessage message : messages) {
                start.await();
                frames.add(message.compressed(compression));
              }
            }
            return frames;
          }));
    }
    List<SharedFrame> first = running.getFirst().get();
    assertThat(first).hasSize(rounds).doesNotHaveDuplicates().allMatch(SharedFrame::isCompressed);
    for (Soon.Started<List<SharedFrame>> other : running) {
      assertThat(other.get()).isEqualTo(first);
    }
  }

  // ---- memory

  @Test
  void itHoldsNoNativeMemory() {
    long before = Zlib.nativeBytes();
    PreparedMessage message = new PreparedMessage(Message.text(LINE.repeat(1000)));
    try (Kinds kinds = new Kinds()) {
      assertThat(message.compressed(kinds.add(ALL)).isCompressed()).isTrue();
    }
    assertThat(Zlib.nativeBytes()).isEqualTo(before);
  }

  @Test
  void aReceiverWithTakeoverTakesNoMemoryForIt() {
    End end = compressing(ALL);
    end.ws.send(Message.text(LINE.repeat(10)).prepared());
    end.channel.runPendingTasks();
    long shared = Zlib.nativeBytes();
    end.ws.send(LINE);
    end.channel.runPendingTasks();
    assertThat(Zlib.nativeBytes() - shared).isGreaterThan(100_000);
    end.peerEnds();
  }

  @Test
  void whileThereIsNoMemoryItGoesAsItIs() {
    CompressionOptions poor = ALL.withTakeover(false, false).withMemoryBudget(0);
    try (Kinds kinds = new Kinds()) {
      Compression busy = kinds.add(poor);
      Compression other = kinds.add(poor);
      Message part = Message.text("the first of two fragments");
      assertThat(busy.compress(Opcode.TEXT, false, part, part.payload())).isNotNull();
      PreparedMessage message = new PreparedMessage(Message.text(LINE.repeat(10)));
      assertThat(message.compressed(other)).isSameAs(message.plain());
      busy.compress(Opcode.CONTINUATION, true, part, part.payload());
      assertThat(message.compressed(other).isCompressed()).isTrue();
    }
  }

  // ---- the way to the wire

  @Test
  void aLargeOneIsFollowedByOthersInTheSameTurn() {
    Message large = Message.binary(Payload.of(20_000)).prepared();
    End end = End.server().opened();
    end.recorder.onEachMessage((ws, message) -> {
      ws.send(large);
      ws.send("and more");
    });
    for (int i = 0; i < 2; i++) {
      end.receives(Frame.text("go"), Frame.ping("!"));
      assertThat(end.channel.writes()).isEqualTo(i + 1);
      end.thenSent(Recorder.describe(large), "text and more", "pong !");
    }
    end.peerEnds();
  }

  @Test
  void aLargeOneThatASlowPeerHoldsUpStaysAsItIs() {
    End end = End.server(WebSocketOptions.DEFAULTS.withQueueLimit(1 << 30)).opened().stalls();
    List<Message> messages =
        IntStream.range(0, 10)
            .mapToObj(i -> Message.binary(Payload.of(70_000 + i)).prepared())
            .toList();
    messages.forEach(end.ws::send);
    end.receives(Frame.ping("!"));
    end.takes(50_000).flows();
    List<String> sent = new ArrayList<>(end.sent());
    assertThat(sent.remove(1)).isEqualTo("pong !");
    assertThat(sent).containsExactlyElementsOf(messages.stream().map(Recorder::describe).toList());
    end.peerEnds();
  }

  // ---- fixtures

  private static End compressing(CompressionOptions options) {
    PerMessageDeflate deflate = Negotiated.end(Role.SERVER, options);
    Agreed agreed = Settled.as(Role.SERVER, WebSocketOptions.DEFAULTS, Optional.of(deflate));
    return new End(agreed, new Recorder()).opened();
  }

  private static byte[] sent(End end, Message message) {
    end.ws.send(message);
    end.channel.runPendingTasks();
    byte[] sent = end.channel.takeSent();
    end.peerEnds();
    return sent;
  }

  private static byte[] dense(int size) {
    byte[] payload = new byte[size];
    new Random(1).nextBytes(payload);
    return payload;
  }

  /// The compression of several connections of one event loop.
  private static final class Kinds implements AutoCloseable {
    private final Loop loop = Loop.of(new MemoryChannel().eventLoop());
    private final List<PerMessageDeflate> open = new ArrayList<>();

    Compression add(CompressionOptions options) {
      PerMessageDeflate deflate = Negotiated.end(Role.SERVER, options);
      open.add(deflate);
      deflate.open(loop.compressionPool());
      return new Compression(deflate, loop);
    }

    @Override
    public void close() {
      open.forEach(PerMessageDeflate::close);
      loop.compressionPool().close();
    }
  }
}
