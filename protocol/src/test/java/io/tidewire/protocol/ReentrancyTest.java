package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The listener calls the engine from within the call that reports to it.
class ReentrancyTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void aHandlerThatFailsGetsNoMoreMessages() {
    wire.on("text a", (engine, listener) -> engine.fail(1011, "oops", "it threw", listener))
        .receives("81 01 61 81 01 62 89 00 88 00")
        .then("text a", "sent 88 06 03F3 6F6F7073", "closed 1011 oops (LOCAL)")
        .tcp(TcpAction.CLOSE);
  }

  @Test
  void aHandlerMayFailOnAGatheredMessage() {
    wire.on("text ab", (engine, listener) -> engine.fail(1011, "", "it threw", listener))
        .receives("01 01 61 80 01 62 81 01 63")
        .then("text ab", "sent 88 02 03F3", "closed 1011  (LOCAL)")
        .holdsNoMemory();
  }

  @Test
  void aHandlerThatClosesStillGetsWhatThePeerSentBefore() {
    wire.on("text a", (engine, listener) -> engine.close(1000, "", listener))
        .receives("81 01 61 89 01 21 81 01 62 88 02 03E8 81 01 63")
        .then("text a", "sent 88 02 03E8", "ping 21", "text b", "closed 1000  (LOCAL)");
  }

  @Test
  void aHandlerMayDiscard() {
    wire.on("text a", (engine, listener) -> engine.discard())
        .receives("81 01 61 81 01 62")
        .then("text a")
        .tcp(TcpAction.CLOSE);
  }

  @Test
  void aHandlerMaySendAPing() {
    wire.on("text a", (engine, listener) -> engine.ping(Hex.buffer("01"), listener))
        .receives("81 01 61 81 01 62")
        .then("text a", "sent 89 01 01", "text b");
  }

  @Test
  void aDriverMayFailWhileAPongIsSent() {
    wire.on("sent 8A00", (engine, listener) -> engine.fail(1008, "", "too many", listener))
        .receives("89 00 89 00")
        .then("sent 8A 00", "sent 88 02 03F0", "closed 1008  (LOCAL)");
  }

  @Test
  void aHandlerMayFailOnAPing() {
    wire.on("ping ", (engine, listener) -> engine.fail(1008, "", "no pings", listener))
        .receives("89 00 81 01 61")
        .then("sent 8A 00", "ping ", "sent 88 02 03F0", "closed 1008  (LOCAL)");
  }

  @Test
  void anEchoIsEncodedStraightFromTheLentBuffer() {
    ByteBuffer out = ByteBuffer.allocate(64);
    Engine server = new Engine(Role.SERVER, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, null);
    server.receive(
        Hex.buffer("81 82 37FA213D 5F93 82 81 37FA213D 36 81 80 37FA213D"),
        new EchoingListener(server, out));
    assertThat(Hex.of(out.flip())).isEqualTo(Hex.of(Hex.bytes("81 02 6869 82 01 01 81 00")));
  }

  @Test
  void whatAListenerThrowsPassesThroughAndTheConnectionCanThenBeFailed() {
    wire.on(
            "text ab",
            (engine, listener) -> {
              throw new IllegalStateException("a bug");
            })
        .receives("01 01 61")
        .thenNothing();
    wire.does(
            (engine, listener) -> {
              ByteBuffer rest =
                  Hex.buffer(isServer(engine) ? "80 81 00000000 62 81 80" : "80 01 62 81");
              assertThatThrownBy(() -> engine.receive(rest, listener)).hasMessage("a bug");
              engine.fail(1011, "", "the handler threw", listener);
            })
        .then("text ab", "sent 88 02 03F3", "closed 1011  (LOCAL)")
        .holdsNoMemory();
  }

  private static boolean isServer(Engine engine) {
    return engine.frameSize(0) == 2;
  }

  private record EchoingListener(Engine engine, ByteBuffer out) implements EngineListener {
    @Override
    public void onData(boolean text, boolean last, ByteBuffer payload) {
      engine.encode(text ? Opcode.TEXT : Opcode.BINARY, last, payload, out);
    }

    @Override
    public void onPing(ByteBuffer payload) {}

    @Override
    public void onPong(ByteBuffer payload) {}

    @Override
    public void onControlFrame(ByteBuffer frame) {
      out.put(frame);
    }

    @Override
    public void onClosed(CloseReason reason) {}
  }
}
