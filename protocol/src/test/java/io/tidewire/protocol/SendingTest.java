package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendingTest {
  // RFC 6455 §5.7's masking key, then the next ones.
  private static final int KEY = 0x37FA213D;

  private final Engine server = engine(Role.SERVER, null);
  private final Engine client = engine(Role.CLIENT, keysFrom(KEY));

  private static Engine engine(Role role, RandomGenerator masks) {
    return new Engine(role, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, masks);
  }

  private static RandomGenerator keysFrom(int first) {
    long[] next = {first};
    return () -> next[0]++ << 32; // an int is drawn from a long's upper half
  }

  @Test
  void aServersHelloIsNotMasked() {
    assertThat(encoded(server, Opcode.TEXT, true, "48656C6C6F")).isEqualTo("810548656C6C6F");
  }

  @Test
  void aClientsHelloIsMasked() {
    assertThat(encoded(client, Opcode.TEXT, true, "48656C6C6F"))
        .isEqualTo("818537FA213D7F9F4D5158");
  }

  @Test
  void eachFrameHasItsOwnMaskingKey() {
    assertThat(encoded(client, Opcode.BINARY, true, "00")).isEqualTo("828137FA213D37");
    assertThat(encoded(client, Opcode.BINARY, true, "00")).isEqualTo("828137FA213E37");
  }

  @Test
  void fragmentsAreSent() {
    assertThat(encoded(server, Opcode.TEXT, false, "61")).isEqualTo("010161");
    assertThat(encoded(server, Opcode.CONTINUATION, false, "")).isEqualTo("0000");
    assertThat(encoded(server, Opcode.CONTINUATION, true, "62")).isEqualTo("800162");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8200",
    "1, 8201",
    "125, 827D",
    "126, 827E007E",
    "127, 827E007F",
    "65535, 827EFFFF",
    "65536, 827F0000000000010000"
  })
  void theLengthIsInItsShortestForm(int length, String header) {
    byte[] payload = Frames.bytes(length);
    assertThat(encoded(server, Opcode.BINARY, true, Hex.of(payload)))
        .isEqualTo(header + Hex.of(payload));
    String masked = encoded(client, Opcode.BINARY, true, Hex.of(payload));
    assertThat(Hex.of(PeerFrames.unmask(Hex.bytes(masked)))).isEqualTo(header + Hex.of(payload));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 125, 126, 65535, 65536})
  void theFrameSizeIsToldBefore(int length) {
    for (Engine engine : new Engine[] {server, client}) {
      ByteBuffer out = ByteBuffer.allocate(engine.frameSize(length));
      engine.encode(Opcode.BINARY, true, ByteBuffer.allocate(length), out);
      assertThat(out.hasRemaining()).isFalse();
    }
  }

  @Test
  void thePayloadIsUsedUpAndUnchangedAndMayBeReadOnly() {
    ByteBuffer payload = Hex.buffer("0102030405060708090A0B").asReadOnlyBuffer();
    client.encode(Opcode.BINARY, true, payload, ByteBuffer.allocate(100));
    assertThat(payload.hasRemaining()).isFalse();
    assertThat(Hex.of(payload.flip())).isEqualTo("0102030405060708090A0B");
  }

  @Test
  void theBuffersByteOrdersDoNotMatter() {
    ByteBuffer payload = ByteBuffer.wrap(new byte[300]).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocateDirect(308).order(ByteOrder.LITTLE_ENDIAN);
    client.encode(Opcode.BINARY, true, payload.put(0, (byte) 1), out);
    assertThat(Hex.of(out.flip())).startsWith("82FE012C37FA213D36FA213D37FA213D37FA");
    assertThat(out.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void framesFollowEachOtherInOneBuffer() {
    ByteBuffer out = ByteBuffer.allocate(100);
    server.encode(Opcode.TEXT, true, Hex.buffer("61"), out);
    server.encode(Opcode.TEXT, true, Hex.buffer("62"), out);
    assertThat(Hex.of(out.flip())).isEqualTo("810161810162");
  }

  @Test
  void aBufferThatIsTooSmallGetsNothing() {
    for (Engine engine : new Engine[] {server, client}) {
      ByteBuffer out = ByteBuffer.allocate(engine.frameSize(5) - 1);
      ByteBuffer payload = ByteBuffer.allocate(5);
      assertThatExceptionOfType(BufferOverflowException.class)
          .isThrownBy(() -> engine.encode(Opcode.TEXT, true, payload, out));
      assertThat(out.position()).isZero();
      assertThat(payload.position()).isZero();
    }
  }

  @Test
  void dataAfterACloseFrameIsTheCallersMistake() {
    EngineListener listener = new Recorder(server, Role.SERVER, Delivery.WHOLE, Map.of());
    server.close(CloseCode.NORMAL, "", listener);
    assertThatIllegalStateException()
        .isThrownBy(() -> encoded(server, Opcode.TEXT, true, "61"))
        .withMessage("a close frame has been sent; no data may follow it");
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOSE", "PING", "PONG"})
  void controlFramesAreNotSentAsData(Opcode opcode) {
    assertThatIllegalArgumentException().isThrownBy(() -> encoded(server, opcode, true, ""));
  }

  @Test
  void aClientNeedsMaskingKeys() {
    assertThatIllegalArgumentException().isThrownBy(() -> engine(Role.CLIENT, null));
  }

  private static String encoded(Engine engine, Opcode opcode, boolean fin, String payload) {
    ByteBuffer out = ByteBuffer.allocate(14 + payload.length());
    engine.encode(opcode, fin, Hex.buffer(payload), out);
    return Hex.of(out.flip());
  }
}
