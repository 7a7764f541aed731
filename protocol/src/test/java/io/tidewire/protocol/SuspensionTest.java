package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A listener takes no more for now.
class SuspensionTest {
  private static final String CONVERSATION =
      "82 01 01  02 01 02  89 01 21  00 00  80 02 0304  8A 00  82 00  88 02 03E8  82 01 FF";

  private static final List<String> EVENTS =
      List.of(
          "binary 01",
          "sent 8A0121",
          "ping 21",
          "binary 020304",
          "pong ",
          "binary ",
          "sent 880203E8",
          "closed 1000  (PEER)");

  private final Map<String, Recorder.Reaction> reactions = new HashMap<>();
  private final Engine engine =
      new Engine(Role.CLIENT, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, () -> 0);
  private final Recorder recorder = new Recorder(engine, Role.CLIENT, Delivery.WHOLE, reactions);

  private void suspendOn(String event) {
    reactions.put(event, (e, listener) -> e.suspend());
  }

  @Test
  void theRestStaysInTheBuffer() {
    suspendOn("binary 01");
    ByteBuffer in = Hex.buffer("82 01 01 82 01 02");
    engine.receive(in, recorder);
    assertThat(recorder.takeEvents()).containsExactly("binary 01");
    assertThat(Hex.of(in)).isEqualTo("820102");
    engine.receive(in, recorder);
    assertThat(Hex.of(in)).isEqualTo("820102");
    engine.resume();
    engine.receive(in, recorder);
    assertThat(recorder.takeEvents()).containsExactly("binary 02");
    assertThat(in.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whicheverEventSuspendsItNothingIsLostAtAnySplit(int event) {
    byte[] bytes = Hex.bytes(CONVERSATION);
    for (int split = 0; split <= bytes.length; split++) {
      SuspensionTest fresh = new SuspensionTest();
      fresh.suspendOn(EVENTS.get(event));
      fresh.offerUntilTaken(ByteBuffer.wrap(bytes, 0, split));
      fresh.offerUntilTaken(ByteBuffer.wrap(bytes, split, bytes.length - split));
      assertThat(fresh.recorder.takeEvents()).isEqualTo(EVENTS);
    }
  }

  private void offerUntilTaken(ByteBuffer in) {
    while (in.hasRemaining()) {
      engine.receive(in, recorder);
      engine.resume();
    }
  }

  @Test
  void aConnectionThatFailsWhileSuspendedUsesUpItsInput() {
    reactions.put(
        "binary 01",
        (e, listener) -> {
          e.suspend();
          e.fail(CloseCode.INTERNAL_ERROR, "", "it threw", listener);
        });
    ByteBuffer in = Hex.buffer("82 01 01 82 01 02");
    engine.receive(in, recorder);
    assertThat(recorder.takeEvents())
        .containsExactly("binary 01", "sent 880203F3", "closed 1011  (LOCAL)");
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void aClosedConnectionTakesAllThatComes() {
    suspendOn("closed 1000  (PEER)");
    ByteBuffer in = Hex.buffer("88 02 03E8 82 01 02");
    engine.receive(in, recorder);
    assertThat(in.hasRemaining()).isFalse();
  }
}
