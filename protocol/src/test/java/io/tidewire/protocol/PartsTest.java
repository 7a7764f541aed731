package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.bytes;
import static io.tidewire.protocol.Frames.frame;
import static io.tidewire.protocol.Frames.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Messages that are handed on in parts, as they come.
class PartsTest {
  private static final Limits TIGHT = new Limits(3, 1 << 20, 2);

  @RegisterExtension final Wire wire = new Wire();

  @BeforeEach
  void deliverParts() {
    wire.delivery(Delivery.PARTS).memory(0);
  }

  @Test
  void aMessageOfAnyLengthNeedsNoMemory() {
    byte[] message = bytes(70_000);
    wire.receives(frame(0x82, message)).then(Recorder.binary(message));
  }

  @Test
  void fragmentsMakeOneMessage() {
    wire.receives("01 03 48656C 00 00 80 02 6C6F 82 00").then("text Hello", "binary ");
  }

  @Test
  void anEmptyLastFragmentEndsTheMessage() {
    wire.receives("01 03 48656C 80 00").then("text Hel");
  }

  @Test
  void theMessageMayBeLongerThanTheLimitAndInMoreFragments() {
    wire.limits(TIGHT).receives("02 02 0102 00 02 0304 80 02 0506").then("binary 010203040506");
  }

  @Test
  void framesAreStillLimited() {
    wire.receives("82 7F 0000000000100001")
        .then(refusal(1009, "a frame is over the limit of 1048576 bytes"));
  }

  @Test
  void aFrameOfAlmost63BitsMayBegin() {
    wire.limits(new Limits(0, Long.MAX_VALUE, 1))
        .receives("82 7F 7FFFFFFFFFFFFFFF 0102030405")
        .thenNothing();
    wire.tcpEnds().then("closed 1006  (NETWORK)");
  }

  @Test
  void textIsStillChecked() {
    wire.receives("01 01 E2 00 01 28").then(refusal(1007, "a text message is not valid UTF-8"));
  }

  @Test
  void partsComeAsTheyArrive() {
    List<String> parts = new ArrayList<>();
    Engine client = new Engine(Role.CLIENT, TIGHT, Delivery.PARTS, Memory.HEAP, () -> 0);
    EngineListener listener = new PartListener(parts);
    client.receive(Hex.buffer("02 02 01"), listener);
    client.receive(Hex.buffer("02 00 00"), listener);
    client.receive(Hex.buffer("80 03 0304"), listener);
    client.receive(Hex.buffer("05 82 01 06"), listener);
    assertThat(parts).containsExactly("01", "02", "0304", "05 last", "06 last");
  }

  @Test
  void aHandlerThatFailsOnAPartGetsNoMore() {
    List<String> parts = new ArrayList<>();
    Engine client = new Engine(Role.CLIENT, TIGHT, Delivery.PARTS, Memory.HEAP, () -> 0);
    EngineListener listener =
        new PartListener(parts) {
          @Override
          public void onData(boolean text, boolean last, ByteBuffer payload) {
            super.onData(text, last, payload);
            client.fail(CloseCode.INTERNAL_ERROR, "", "it threw", this);
          }
        };
    client.receive(Hex.buffer("02 01 01 80 01 02"), listener);
    assertThat(parts).containsExactly("01", "closed 1011");
  }

  private static class PartListener implements EngineListener {
    private final List<String> parts;

    PartListener(List<String> parts) {
      this.parts = parts;
    }

    @Override
    public void onData(boolean text, boolean last, ByteBuffer payload) {
      parts.add(Hex.of(payload) + (last ? " last" : ""));
    }

    @Override
    public void onPing(ByteBuffer payload) {}

    @Override
    public void onPong(ByteBuffer payload) {}

    @Override
    public void onControlFrame(ByteBuffer frame) {}

    @Override
    public void onClosed(CloseReason reason) {
      parts.add("closed " + reason.code());
    }
  }
}
