package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFrameTest {
  private static final SharedFrame HELLO =
      SharedFrame.of(Opcode.TEXT, false, Hex.buffer("48656C6C6F"));

  private final Engine server = engine(Role.SERVER);

  private static Engine engine(Role role) {
    return new Engine(role, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, () -> 0);
  }

  private static Engine compressing(Role role) {
    Engine engine = engine(role);
    engine.useCompression(new JdkDecompressor(), ByteBuffer.allocate(64));
    return engine;
  }

  @Test
  void itIsAServersFrame() {
    assertThat(bytes(HELLO)).isEqualTo("810548656C6C6F");
    assertThat(HELLO.isCompressed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536})
  void itIsWhatAServerEncodes(int length) {
    ByteBuffer encoded = ByteBuffer.allocate(server.frameSize(length));
    server.encode(Opcode.BINARY, true, ByteBuffer.wrap(Frames.bytes(length)), encoded);
    SharedFrame frame = SharedFrame.of(Opcode.BINARY, false, ByteBuffer.wrap(Frames.bytes(length)));
    assertThat(bytes(frame)).isEqualTo(Hex.of(encoded.flip()));
  }

  @Test
  void aCompressedOneSaysSo() {
    SharedFrame frame = SharedFrame.of(Opcode.TEXT, true, Hex.buffer("F248"));
    assertThat(bytes(frame)).isEqualTo("C102F248");
    assertThat(frame.isCompressed()).isTrue();
  }

  @Test
  void itCanBeCopiedAgainAndAgain() {
    assertThat(bytes(HELLO)).isEqualTo(bytes(HELLO));
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTINUATION", "CLOSE", "PING", "PONG"})
  void onlyAMessageCanBeShared(Opcode opcode) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SharedFrame.of(opcode, false, Hex.buffer("")));
  }

  @Test
  void theObserverSeesIt() {
    List<String> seen = new ArrayList<>();
    Engine observed = compressing(Role.SERVER);
    observed.observe((sent, fin, rsv, opcode, masked, length) ->
        seen.add(sent + " " + fin + " " + rsv + " " + opcode + " " + masked + " " + length));
    observed.willSend(HELLO);
    observed.willSend(SharedFrame.of(Opcode.BINARY, true, ByteBuffer.allocate(300)));
    assertThat(seen).containsExactly("true true 0 1 false 5", "true true 4 2 false 300");
  }

  @Test
  void aClientSendsNone() {
    assertThatIllegalStateException()
        .isThrownBy(() -> engine(Role.CLIENT).willSend(HELLO))
        .withMessage("a client masks each frame for itself");
  }

  @Test
  void withoutAnAgreementNoneThatIsCompressed() {
    SharedFrame frame = SharedFrame.of(Opcode.TEXT, true, Hex.buffer("F248"));
    assertThatIllegalStateException()
        .isThrownBy(() -> server.willSend(frame))
        .withMessage("compression was not agreed on");
    compressing(Role.SERVER).willSend(frame);
  }

  @Test
  void noneFollowsACloseFrame() {
    server.close(CloseCode.NORMAL, "", new Recorder(server, Role.SERVER, Delivery.WHOLE, Map.of()));
    assertThatIllegalStateException()
        .isThrownBy(() -> server.willSend(HELLO))
        .withMessage("a close frame has been sent; no data may follow it");
  }

  private static String bytes(SharedFrame frame) {
    ByteBuffer out = ByteBuffer.allocate(frame.size());
    frame.copyTo(out);
    assertThat(out.hasRemaining()).isFalse();
    return Hex.of(out.flip());
  }
}
