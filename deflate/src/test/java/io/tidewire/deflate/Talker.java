package io.tidewire.deflate;

import io.tidewire.deflate.MessageDeflater.Flush;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.EngineListener;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.Memory;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/// One end of a connection with permessage-deflate: says random things in random ways, and writes
/// down what it says and hears, one line a message or ping. Now and then it takes no more for a
/// moment.
final class Talker implements EngineListener, AutoCloseable {
  private static final Limits LIMITS = new Limits(1 << 20, 1 << 20, 1024);

  private final Random random;
  private final CompressionPool pool;
  private final CompressionOptions options;
  private final PerMessageDeflate deflate;
  private final RandomDeflater deflater;
  private final Engine engine;
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

  private int buffersOut;

  final List<String> said = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  final List<String> pings = new ArrayList<>();
  final List<String> pongs = new ArrayList<>();

  Talker(
      Role role,
      Random random,
      Codec codec,
      CompressionOptions options,
      DeflateParameters parameters) {
    this.random = random;
    this.options = options;
    pool = new CompressionPool(codec, Budget.UNBOUNDED);
    deflate = new PerMessageDeflate(parameters, options, Reservation.of(0, 0));
    deflate.open(pool);
    deflater = new RandomDeflater(random);
    Delivery delivery = random.nextBoolean() ? Delivery.WHOLE : Delivery.PARTS;
    engine = new Engine(role, LIMITS, delivery, memory(), random);
    engine.useCompression(
        deflate.inflater(), Wire.buffer(1 + random.nextInt(5000), random.nextBoolean()));
  }

  private Memory memory() {
    return new Memory() {
      @Override
      public ByteBuffer take(int bytes) {
        buffersOut++;
        return Wire.buffer(bytes, random.nextBoolean());
      }

      @Override
      public void give(ByteBuffer buffer) {
        buffersOut--;
      }
    };
  }

  /// What it holds of the engine's memory.
  int buffersOut() {
    return buffersOut;
  }

  // ---- saying

  /// Sends one message.
  void say() {
    boolean text = random.nextBoolean();
    byte[] message = text ? Texts.unicode(size(), random) : any(size());
    Opcode opcode = text ? Opcode.TEXT : Opcode.BINARY;
    switch (random.nextInt(6)) {
      case 0 -> sendPlain(opcode, message);
      case 1 -> sendSplit(opcode, deflater.whole(begun(), message));
      case 2 -> sendPrepared(opcode, message);
      case 3 -> sendAfterAnAttempt(opcode, message);
      case 4 -> sendWithFinalBlocks(opcode, message);
      default -> sendInFragments(opcode, message);
    }
    said.add(line(text, message));
  }

  @Override
  public void close() {
    engine.discard();
    deflate.close();
    pool.close();
  }

  // Small ones for the most part.
  private int size() {
    return random.nextInt(1 << random.nextInt(random.nextInt(8) == 0 ? 18 : 12));
  }

  private byte[] any(int size) {
    return Texts.ofAllKinds(size, random.nextInt()).get(random.nextInt(4));
  }

  private MessageDeflater begun() {
    if (!deflate.deflater().begin()) {
      throw new AssertionError("no memory");
    }
    return deflate.deflater();
  }

  private void sendPlain(Opcode opcode, byte[] message) {
    send(false, opcode, message);
  }

  // As it comes from the compressor, cut anywhere.
  private void sendSplit(Opcode opcode, byte[] payload) {
    send(true, opcode, payload);
  }

  // Compressed elsewhere, for several receivers.
  private void sendPrepared(Opcode opcode, byte[] message) {
    MessageDeflater shared = pool.deflater(deflate.kind(), options.memoryBudget());
    shared.begin();
    sendSplit(opcode, deflater.whole(shared, message));
    deflate.deflater().reset();
  }

  // Compressed and then not sent so, as it is done with what grows.
  private void sendAfterAnAttempt(Opcode opcode, byte[] message) {
    deflater.whole(begun(), message);
    deflate.deflater().reset();
    sendPlain(opcode, message);
  }

  // RFC 7692 §7.2.3.4. The window that makes these is as large as can be.
  private void sendWithFinalBlocks(Opcode opcode, byte[] message) {
    if (deflate.parameters().outgoingWindowBits() < Terms.MAX_WINDOW_BITS) {
      sendPlain(opcode, message);
      return;
    }
    sendSplit(opcode, deflater.finalBlocks(message));
    deflate.deflater().reset();
  }

  // Compressed fragment by fragment.
  private void sendInFragments(Opcode opcode, byte[] message) {
    MessageDeflater sender = begun();
    Opcode next = opcode;
    int at = 0;
    while (random.nextInt(3) > 0) {
      int end = at + random.nextInt(message.length - at + 1);
      Flush flush = random.nextBoolean() ? Flush.PART : Flush.NONE;
      byte[] part = Arrays.copyOfRange(message, at, end);
      frame(true, next, false, deflater.deflate(sender, part, flush));
      mayPing();
      next = Opcode.CONTINUATION;
      at = end;
    }
    byte[] rest = Arrays.copyOfRange(message, at, message.length);
    frame(true, next, true, deflater.deflate(sender, rest, Flush.MESSAGE));
  }

  private void send(boolean compressed, Opcode opcode, byte[] payload) {
    Opcode next = opcode;
    int at = 0;
    while (random.nextInt(3) > 0) {
      int end = at + random.nextInt(payload.length - at + 1);
      frame(compressed, next, false, Arrays.copyOfRange(payload, at, end));
      mayPing();
      next = Opcode.CONTINUATION;
      at = end;
    }
    frame(compressed, next, true, Arrays.copyOfRange(payload, at, payload.length));
  }

  private void frame(boolean compressed, Opcode opcode, boolean fin, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(engine.frameSize(payload.length));
    if (compressed) {
      engine.encodeCompressed(opcode, fin, ByteBuffer.wrap(payload), out);
    } else {
      engine.encode(opcode, fin, ByteBuffer.wrap(payload), out);
    }
    wire.writeBytes(out.array());
  }

  private void mayPing() {
    if (random.nextInt(4) == 0) {
      byte[] payload = Texts.noise(random.nextInt(126), random.nextInt());
      engine.ping(ByteBuffer.wrap(payload), this);
      pings.add(digest(payload));
    }
  }

  /// Takes all that is to go to the peer.
  byte[] takeWire() {
    byte[] bytes = wire.toByteArray();
    wire.reset();
    return bytes;
  }

  // ---- hearing

  /// Receives bytes in pieces.
  void hear(byte[] bytes) {
    int longest = 1 << random.nextInt(18);
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(bytes.length - at, 1 + random.nextInt(longest));
      ByteBuffer in = Wire.buffer(bytes, at, count, random.nextBoolean());
      while (in.hasRemaining()) {
        engine.resume();
        engine.receive(in, this);
      }
      at += count;
    }
  }

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    parts.writeBytes(bytes);
    if (last) {
      heard.add(line(text, parts.toByteArray()));
      parts.reset();
    }
    if (random.nextInt(5) == 0) {
      engine.suspend();
    }
  }

  @Override
  public void onPing(ByteBuffer payload) {
    // RFC 6455 §5.5.3: it is answered with what it carries
  }

  @Override
  public void onPong(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    pongs.add(digest(bytes));
  }

  @Override
  public void onControlFrame(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    wire.writeBytes(bytes);
  }

  @Override
  public void onClosed(CloseReason reason) {
    throw new AssertionError(reason.explanation());
  }

  private static String line(boolean text, byte[] message) {
    return (text ? "text of " : "binary of ") + digest(message);
  }

  private static String digest(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return bytes.length + " bytes, CRC " + Long.toHexString(crc.getValue());
  }
}
