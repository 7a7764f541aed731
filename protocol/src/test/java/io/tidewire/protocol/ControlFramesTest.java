package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.refusal;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlFramesTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void aPingIsAnsweredWithItsPayload() {
    wire.receives("89 02 6869").then("sent 8A 02 6869", "ping 6869");
  }

  @Test
  void anEmptyPingIsAnsweredWithAnEmptyPong() {
    wire.receives("89 00").then("sent 8A 00", "ping ");
  }

  @Test
  void aPingMayCarry125Bytes() {
    String payload = "61".repeat(125);
    wire.receives("89 7D" + payload).then("sent 8A 7D" + payload, "ping " + payload);
  }

  @Test
  void aPongIsReportedAndNotAnswered() {
    wire.receives("8A 02 6869").then("pong 6869");
  }

  @Test
  void eachOfManyPingsIsAnswered() {
    wire.receives("89 01 61 89 00 89 01 62")
        .then("sent 8A 01 61", "ping 61", "sent 8A 00", "ping ", "sent 8A 01 62", "ping 62");
  }

  @Test
  void aControlFrameOf126BytesIsRefused() {
    wire.receives("89 7E 007E" + "61".repeat(126))
        .then(refusal(1002, "a control frame carries more than 125 bytes"));
  }

  @Test
  void aFragmentedControlFrameIsRefused() {
    wire.receives("09 00").then(refusal(1002, "a control frame is fragmented"));
  }

  @Test
  void aPingIsSentOnDemand() {
    wire.does((engine, listener) -> engine.ping(Hex.buffer("6869"), listener))
        .then("sent 89 02 6869");
  }

  @Test
  void aPongIsSentOnDemand() {
    wire.does((engine, listener) -> engine.pong(Hex.buffer("6869"), listener))
        .then("sent 8A 02 6869");
  }

  @Test
  void aPingOf126BytesIsTheCallersMistake() {
    wire.does((engine, listener) ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> engine.ping(ByteBuffer.allocate(126), listener)));
  }

  @Test
  void afterACloseFrameNeitherPingNorPongIsSent() {
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.does((engine, listener) -> engine.ping(Hex.buffer("01"), listener))
        .does((engine, listener) -> engine.pong(Hex.buffer("01"), listener))
        .thenNothing();
  }

  @Test
  void afterOurCloseFrameAPingIsReportedButNotAnswered() {
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.receives("89 02 6869").then("ping 6869");
  }
}
