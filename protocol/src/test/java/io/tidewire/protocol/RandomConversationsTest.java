package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What one end sends, however fragmented, interleaved and cut, comes out equal at the other.
class RandomConversationsTest {
  private static final int MESSAGES = 12;

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final List<String> expected = new ArrayList<>();

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsSentComesOutEqual(int seed) {
    Random random = new Random(seed);
    Role sender = random.nextBoolean() ? Role.SERVER : Role.CLIENT;
    send(engine(sender, Delivery.WHOLE, Memory.HEAP), random);
    Delivery delivery = random.nextBoolean() ? Delivery.WHOLE : Delivery.PARTS;
    CountingMemory memory = new CountingMemory(Integer.MAX_VALUE);
    Engine receiver = engine(sender.peer(), delivery, memory);
    Recorder recorder = new Recorder(receiver, sender.peer(), delivery, Map.of());
    receive(receiver, recorder, random);
    List<String> heard = new ArrayList<>(recorder.takeEvents());
    heard.removeIf(event -> event.startsWith("sent ")); // the answers to pings
    assertThat(heard).isEqualTo(expected);
    assertThat(memory.buffersOut()).isZero();
  }

  private static Engine engine(Role role, Delivery delivery, Memory memory) {
    return new Engine(role, Limits.DEFAULT, delivery, memory, new Random(1));
  }

  private void send(Engine engine, Random random) {
    for (int i = 0; i < MESSAGES; i++) {
      if (random.nextBoolean()) {
        byte[] text = text(random);
        expectAfter(sendMessage(engine, Opcode.TEXT, text, random), Recorder.text(text));
      } else {
        byte[] bytes = new byte[size(random)];
        random.nextBytes(bytes);
        expectAfter(sendMessage(engine, Opcode.BINARY, bytes, random), Recorder.binary(bytes));
      }
    }
    engine.close(CloseCode.NORMAL, "bye", new Writer());
    expected.add("closed 1000 bye (PEER)");
  }

  // Control frames between the fragments are heard before the message.
  private void expectAfter(List<String> between, String message) {
    expected.addAll(between);
    expected.add(message);
  }

  private List<String> sendMessage(Engine engine, Opcode opcode, byte[] message, Random random) {
    List<String> between = new ArrayList<>();
    Opcode next = opcode;
    int at = 0;
    while (random.nextInt(3) > 0) {
      int end = at + random.nextInt(message.length - at + 1);
      sendFrame(engine, next, false, Arrays.copyOfRange(message, at, end));
      between.addAll(sendControlFrames(engine, random));
      next = Opcode.CONTINUATION;
      at = end;
    }
    sendFrame(engine, next, true, Arrays.copyOfRange(message, at, message.length));
    return between;
  }

  private void sendFrame(Engine engine, Opcode opcode, boolean fin, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(engine.frameSize(payload.length));
    engine.encode(opcode, fin, ByteBuffer.wrap(payload), out);
    wire.writeBytes(out.array());
  }

  private List<String> sendControlFrames(Engine engine, Random random) {
    List<String> events = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      byte[] payload = new byte[random.nextInt(126)];
      random.nextBytes(payload);
      boolean ping = random.nextBoolean();
      if (ping) {
        engine.ping(ByteBuffer.wrap(payload), new Writer());
      } else {
        engine.pong(ByteBuffer.wrap(payload), new Writer());
      }
      events.add((ping ? "ping " : "pong ") + Hex.of(payload));
    }
    return events;
  }

  private void receive(Engine engine, EngineListener listener, Random random) {
    ByteBuffer in = ByteBuffer.wrap(wire.toByteArray());
    int longestRead = 1 << random.nextInt(18);
    while (in.position() < in.capacity()) {
      int count = 1 + random.nextInt(longestRead);
      in.limit(Math.min(in.capacity(), in.position() + count));
      engine.receive(in, listener);
    }
  }

  private static byte[] text(Random random) {
    StringBuilder text = new StringBuilder();
    int[] scripts = {0x7F, 0x7FF, 0xD7FF, 0x10FFFF};
    for (int i = size(random) / 3; i > 0; i--) {
      int c = random.nextInt(scripts[random.nextInt(4)] + 1);
      text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '?' : c);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  // Small ones and large ones alike.
  private static int size(Random random) {
    return random.nextInt(1 << random.nextInt(17));
  }

  /// Puts the control frames that the sender makes on the wire.
  private final class Writer implements EngineListener {
    @Override
    public void onControlFrame(ByteBuffer frame) {
      wire.writeBytes(Hex.copy(frame));
    }

    @Override
    public void onData(boolean text, boolean last, ByteBuffer payload) {
      throw new AssertionError("a sender hears nothing");
    }

    @Override
    public void onPing(ByteBuffer payload) {
      throw new AssertionError("a sender hears nothing");
    }

    @Override
    public void onPong(ByteBuffer payload) {
      throw new AssertionError("a sender hears nothing");
    }

    @Override
    public void onClosed(CloseReason reason) {
      throw new AssertionError("a sender hears nothing");
    }
  }
}
