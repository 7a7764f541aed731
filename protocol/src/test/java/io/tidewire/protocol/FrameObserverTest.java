package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameObserverTest {
  private final List<String> seen = new ArrayList<>();
  private final Engine server = observed(Role.SERVER);
  private final Engine client = observed(Role.CLIENT);

  private Engine observed(Role role) {
    Engine engine = new Engine(role, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, () -> 0);
    engine.observe((sent, fin, rsv, opcode, masked, length) ->
        seen.add(
            (sent ? "sent " : "received ")
                + Opcode.of(opcode)
                + (fin ? " fin" : "")
                + (rsv == 0 ? "" : " rsv " + rsv)
                + (masked ? " masked " : " ")
                + length));
    return engine;
  }

  private void receive(Engine engine, String bytes) {
    engine.receive(Hex.buffer(bytes), listener(engine));
  }

  private static EngineListener listener(Engine engine) {
    return new Recorder(engine, Role.SERVER, Delivery.WHOLE, Map.of());
  }

  @Test
  void receivedFramesAreSeenByTheirHeaders() {
    receive(client, "01 02 61");
    receive(client, "62 80 00 8A 00");
    receive(server, "82 FE 0100 00000000");
    assertThat(seen)
        .containsExactly(
            "received TEXT 2",
            "received CONTINUATION fin 0",
            "received PONG fin 0",
            "received BINARY fin masked 256");
  }

  @Test
  void aFrameOverALimitIsSeenBeforeItIsRefused() {
    receive(client, "82 7F 0000000010000000");
    assertThat(seen.getFirst()).isEqualTo("received BINARY fin 268435456");
    assertThat(seen.getLast()).startsWith("sent CLOSE fin masked ");
  }

  @Test
  void sentFramesAreSeen() {
    client.encode(Opcode.TEXT, false, Hex.buffer("6162"), ByteBuffer.allocate(20));
    server.encode(Opcode.BINARY, true, ByteBuffer.allocate(300), ByteBuffer.allocate(310));
    server.ping(Hex.buffer("61"), listener(server));
    receive(server, "89 80 00000000");
    server.close(CloseCode.NORMAL, "", listener(server));
    assertThat(seen)
        .containsExactly(
            "sent TEXT masked 2",
            "sent BINARY fin 300",
            "sent PING fin 1",
            "received PING fin masked 0",
            "sent PONG fin 0",
            "sent CLOSE fin 2");
  }

  @Test
  void anObserverMayLeave() {
    client.observe(null);
    receive(client, "81 00");
    assertThat(seen).isEmpty();
  }
}
