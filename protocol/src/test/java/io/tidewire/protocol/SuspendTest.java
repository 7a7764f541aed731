package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A listener that cannot take more stops the engine at a message's end.
class SuspendTest {
  // "a" and "b" as text, an empty ping, "c" as text in two fragments
  private static final String INPUT = "81 01 61  81 01 62  89 00  01 00 80 01 63";

  private final Engine engine =
      new Engine(Role.CLIENT, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, () -> 0L);
  private final List<String> messages = new ArrayList<>();

  @Test
  void leavesInTheBufferWhatItHasNotLookedAt() {
    ByteBuffer in = Hex.buffer(INPUT);
    engine.receive(in, new SuspendsOnEachMessage());
    assertThat(messages).containsExactly("61");
    assertThat(Hex.of(in)).isEqualTo(Hex.of(Hex.buffer(INPUT)).substring(6));
  }

  @Test
  void takesNothingUntilItResumes() {
    ByteBuffer in = Hex.buffer(INPUT);
    engine.suspend();
    engine.receive(in, new SuspendsOnEachMessage());
    assertThat(messages).isEmpty();
    assertThat(in.position()).isZero();
  }

  @Test
  void deliversEachMessageOnceAndInOrderWhereverTheInputIsCut() {
    for (int cut = 0; cut <= Hex.bytes(INPUT).length; cut++) {
      messages.clear();
      ByteBuffer in = Hex.buffer(INPUT);
      int end = in.limit();
      drain(in.limit(cut));
      drain(in.limit(end));
      assertThat(messages).as("cut at %d", cut).containsExactly("61", "62", "63");
    }
  }

  @Test
  void aConnectionThatFailsWhileSuspendedUsesUpItsInput() {
    ByteBuffer in = Hex.buffer(INPUT);
    engine.receive(
        in,
        new SuspendsOnEachMessage() {
          @Override
          public void onData(boolean text, boolean last, ByteBuffer payload) {
            super.onData(text, last, payload);
            engine.fail(CloseCode.INTERNAL_ERROR, "", "it threw", this);
          }
        });
    assertThat(in.hasRemaining()).isFalse();
    assertThat(messages).containsExactly("61");
  }

  private void drain(ByteBuffer in) {
    while (in.hasRemaining()) {
      engine.resume();
      engine.receive(in, new SuspendsOnEachMessage());
    }
  }

  private class SuspendsOnEachMessage implements EngineListener {
    @Override
    public void onData(boolean text, boolean last, ByteBuffer payload) {
      messages.add(Hex.of(payload));
      engine.suspend();
    }

    @Override
    public void onPing(ByteBuffer payload) {}

    @Override
    public void onPong(ByteBuffer payload) {}

    @Override
    public void onControlFrame(ByteBuffer frame) {}

    @Override
    public void onClosed(CloseReason reason) {}
  }
}
