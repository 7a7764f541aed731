package io.tidewire.deflate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What other senders make of messages, as engines of both roles receive it with each library: in
/// one frame, in a frame for each octet, and cut in two at every place.
class CompressedFramesTest {
  private static final String HELLO = "f2 48 cd c9 c9 07 00";
  private static final String FINAL_HELLO = "f3 48 cd c9 c9 07 00";

  static Stream<Arguments> receivers() {
    return Stream.of(Role.values())
        .flatMap(role ->
            Stream.of(Wire.NATIVE, Wire.JDK)
                .map(codec -> arguments(role, Named.of(codec.name(), codec))));
  }

  /// One end that receives, and the bytes that its peer sends.
  private static final class Receiver implements EngineListener, AutoCloseable {
    private final CompressionPool pool;
    private final PerMessageDeflate deflate;
    private final Engine engine;
    private final Engine peer;
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
    private final List<String> events = new ArrayList<>();

    Receiver(Role role, Codec codec) {
      pool = new CompressionPool(codec, Budget.UNBOUNDED);
      DeflateParameters parameters = new DeflateParameters(15, true, 15, true);
      deflate =
          new PerMessageDeflate(parameters, CompressionOptions.DEFAULTS, Reservation.of(0, 0));
      deflate.open(pool);
      engine = engine(role);
      peer = engine(role == Role.SERVER ? Role.CLIENT : Role.SERVER);
    }

    private Engine engine(Role role) {
      Engine made = new Engine(role, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, new Random(1));
      made.useCompression(deflate.inflater(), ByteBuffer.allocateDirect(100));
      return made;
    }

    void frame(Opcode opcode, boolean fin, byte[] payload) {
      ByteBuffer out = ByteBuffer.allocate(peer.frameSize(payload.length));
      peer.encodeCompressed(opcode, fin, ByteBuffer.wrap(payload), out);
      wire.writeBytes(out.array());
    }

    /// Receives all frames; what came of them.
    List<String> receive(int bytesAtATime) {
      byte[] bytes = wire.toByteArray();
      for (int at = 0; at < bytes.length; at += bytesAtATime) {
        int count = Math.min(bytesAtATime, bytes.length - at);
        engine.receive(Wire.buffer(bytes, at, count, true), this);
      }
      return events;
    }

    @Override
    public void onData(boolean text, boolean last, ByteBuffer payload) {
      events.add(ISO_8859_1.decode(payload).toString());
    }

    @Override
    public void onClosed(CloseReason reason) {
      events.add("closed " + reason.code());
    }

    @Override
    public void onPing(ByteBuffer payload) {
      throw new AssertionError("no ping was sent");
    }

    @Override
    public void onPong(ByteBuffer payload) {
      throw new AssertionError("no pong was sent");
    }

    @Override
    public void onControlFrame(ByteBuffer frame) {
      // the close frame, of which onClosed tells
    }

    @Override
    public void close() {
      engine.discard();
      deflate.close();
      pool.close();
    }
  }

  @ParameterizedTest
  @MethodSource("receivers")
  void messagesEndAsTheirSenderLikes(Role role, Codec codec) {
    everyWay(role, codec, HELLO, "Hello");
    everyWay(role, codec, "00 05 00 fa ff 48 65 6c 6c 6f 00", "Hello");
    // §7.2.3.4: with BFINAL, and without the octet that belongs behind it
    everyWay(role, codec, FINAL_HELLO + "00", "Hello");
    everyWay(role, codec, FINAL_HELLO, "Hello");
    everyWay(role, codec, "01 05 00 fa ff 48 65 6c 6c 6f", "Hello");
  }

  @ParameterizedTest
  @MethodSource("receivers")
  void emptyMessagesMayBeWrittenInManyWays(Role role, Codec codec) {
    everyWay(role, codec, "00", ""); // §7.2.3.6
    everyWay(role, codec, "02 00", ""); // a block of the fixed code
    everyWay(role, codec, "03 00", ""); // the same with BFINAL
    everyWay(role, codec, "03 00 00", "");
    everyWay(role, codec, "01 00 00 ff ff", ""); // stored, with BFINAL
    everyWay(role, codec, "00 00 00 ff ff 00 00 00 ff ff 00", "");
    everyWay(role, codec, "", "");
  }

  @ParameterizedTest
  @MethodSource("receivers")
  void blocksMayBeEmptyAndFinalAnywhere(Role role, Codec codec) {
    everyWay(role, codec, "f2 48 05 00 00 00 ff ff ca c9 c9 07 00", "Hello"); // §7.2.3.5
    everyWay(role, codec, FINAL_HELLO + FINAL_HELLO, "HelloHello");
    everyWay(role, codec, FINAL_HELLO + FINAL_HELLO + FINAL_HELLO + "00", "HelloHelloHello");
    everyWay(role, codec, "03 00 03 00" + HELLO, "Hello");
    everyWay(role, codec, "00 00 00 ff ff" + FINAL_HELLO + "03 00" + HELLO, "HelloHello");
  }

  @ParameterizedTest
  @MethodSource("receivers")
  void whatIsDamagedIs1007(Role role, Codec codec) {
    assertThat(received(role, codec, "07")).containsExactly("closed 1007");
    assertThat(received(role, codec, HELLO + "ff")).containsExactly("closed 1007");
    assertThat(received(role, codec, FINAL_HELLO + "07")).containsExactly("closed 1007");
    // a distance to before the beginning
    assertThat(received(role, codec, "f2 00 11 00 00")).containsExactly("closed 1007");
  }

  // The JDK's library cannot tell.
  @ParameterizedTest
  @EnumSource
  void aMessageThatIsCutShortIs1007(Role role) {
    for (String payload : List.of("f2 48 cd", "00 05 00 fa ff 48", FINAL_HELLO + "00 05")) {
      assertThat(received(role, Wire.NATIVE, payload)).containsExactly("closed 1007");
    }
  }

  private static List<String> received(Role role, Codec codec, String payload) {
    try (Receiver receiver = new Receiver(role, codec)) {
      receiver.frame(Opcode.BINARY, true, Wire.hex(payload));
      return receiver.receive(1);
    }
  }

  // Another message behind it shows that all is as it should be.
  private static void everyWay(Role role, Codec codec, String payload, String message) {
    byte[] bytes = Wire.hex(payload);
    for (int cut = 0; cut <= bytes.length; cut++) {
      try (Receiver receiver = new Receiver(role, codec)) {
        receiver.frame(Opcode.BINARY, false, Arrays.copyOf(bytes, cut));
        receiver.frame(Opcode.CONTINUATION, true, Arrays.copyOfRange(bytes, cut, bytes.length));
        receiver.frame(Opcode.BINARY, true, Wire.hex(HELLO));
        assertThat(receiver.receive(1)).as(payload).containsExactly(message, "Hello");
      }
    }
    try (Receiver receiver = new Receiver(role, codec)) {
      receiver.frame(Opcode.BINARY, true, bytes);
      receiver.frame(Opcode.BINARY, true, Wire.hex(HELLO));
      for (int i = 0; i < bytes.length; i++) {
        receiver.frame(i == 0 ? Opcode.BINARY : Opcode.CONTINUATION, false, new byte[] {bytes[i]});
      }
      receiver.frame(bytes.length == 0 ? Opcode.BINARY : Opcode.CONTINUATION, true, new byte[0]);
      assertThat(receiver.receive(1000)).as(payload).containsExactly(message, "Hello", message);
    }
  }
}
