package io.tidewire.deflate;

import io.tidewire.protocol.Decompressor.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/// Two ends in memory: what one deflates, the other inflates.
final class Wire implements AutoCloseable {
  static final Codec NATIVE = new NativeCodec();
  static final Codec JDK = new JdkCodec();

  /// Both libraries, for parameterized tests.
  static Stream<Named<Codec>> codecs() {
    return Stream.of(NATIVE, JDK).map(codec -> Named.of(codec.name(), codec));
  }

  private final CompressionPool sending;
  private final CompressionPool receiving;
  private final PerMessageDeflate sender;
  private final PerMessageDeflate receiver;

  /// Both ends with windows of `bits`.
  Wire(Codec from, Codec to, CompressionOptions options, int bits, boolean takeover) {
    DeflateParameters parameters = new DeflateParameters(bits, takeover, bits, takeover);
    sending = new CompressionPool(from, Budget.UNBOUNDED);
    receiving = new CompressionPool(to, Budget.UNBOUNDED);
    sender = new PerMessageDeflate(parameters, options, Reservation.of(0, 0));
    receiver = new PerMessageDeflate(parameters, options, Reservation.of(0, 0));
    sender.open(sending);
    receiver.open(receiving);
  }

  Wire(Codec codec) {
    this(codec, codec, CompressionOptions.DEFAULTS, 15, true);
  }

  MessageDeflater deflater() {
    return sender.deflater();
  }

  MessageInflater inflater() {
    return receiver.inflater();
  }

  byte[] deflate(byte[] message) {
    return deflate(message, message.length + 1, message.length + message.length / 8 + 64, true);
  }

  /// Deflates a message that is given in pieces of `in` bytes, with room for `out` bytes at a time.
  byte[] deflate(byte[] message, int in, int out, boolean direct) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    ByteBuffer room = buffer(out, direct);
    if (!deflater().begin()) {
      throw new AssertionError("no memory");
    }
    int at = 0;
    boolean last;
    do {
      int count = Math.min(in, message.length - at);
      ByteBuffer piece = buffer(message, at, count, direct);
      at += count;
      last = at == message.length;
      var flush = last ? MessageDeflater.Flush.MESSAGE : MessageDeflater.Flush.NONE;
      while (!deflater().deflate(piece, room, flush)) {
        drain(room, sent);
      }
      drain(room, sent);
    } while (!last);
    return sent.toByteArray();
  }

  byte[] inflate(byte[] payload) {
    return inflate(payload, payload.length + 1, 1 << 16, true);
  }

  /// Inflates a message that comes in pieces of `in` bytes, with room for `out` bytes at a time.
  byte[] inflate(byte[] payload, int in, int out, boolean direct) {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    ByteBuffer room = buffer(out, direct);
    int at = 0;
    Progress step;
    do {
      int count = Math.min(in, payload.length - at);
      ByteBuffer piece = buffer(payload, at, count, direct);
      at += count;
      do {
        step = inflater().decompress(piece, room, at == payload.length);
        drain(room, received);
      } while (step == Progress.MORE_ROOM);
    } while (step == Progress.MORE_INPUT && at < payload.length);
    if (step != Progress.COMPLETE) {
      throw new AssertionError(step + ": " + inflater().fault());
    }
    return received.toByteArray();
  }

  /// How one whole payload is received.
  Progress outcome(byte[] payload) {
    ByteBuffer in = buffer(payload, 0, payload.length, true);
    return inflater().decompress(in, buffer(1 << 16, true), true);
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  static ByteBuffer buffer(int size, boolean direct) {
    return direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
  }

  static ByteBuffer buffer(byte[] bytes, int from, int count, boolean direct) {
    return buffer(count, direct).put(bytes, from, count).flip();
  }

  private static void drain(ByteBuffer room, ByteArrayOutputStream to) {
    byte[] bytes = new byte[room.flip().remaining()];
    room.get(bytes).clear();
    to.writeBytes(bytes);
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
    sending.close();
    receiving.close();
  }
}
