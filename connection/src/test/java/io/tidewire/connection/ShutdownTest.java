package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The event loops end while connections are open.
class ShutdownTest {

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void allWhoWaitAreToldAndLaterCallsAreHarmless(Transport transport) throws Exception {
    Loopback loopback = Loopback.of(transport, Loopback.blocking(WebSocketOptions.DEFAULTS));
    try (RawPeer peer = loopback.raw()) {
      WebSocket ws = loopback.accepted().ws();
      peer.send(Frame.text("1"), Frame.binary(new byte[300_000]), Frame.text("unseen"));
      CompletableFuture<Duration> pong = ws.ping();
      assertThat(peer.read().opcode()).isEqualTo(9);
      CompletableFuture<Void> queued = ws.sendAsync(Message.binary(new byte[16 << 20]));
      Soon.Started<Object> sender = Soon.start(() -> sendForEver(ws));
      sender.awaitBlocked();

      loopback.close();

      assertThat(Soon.get(ws.closed()).code()).isEqualTo(1006);
      assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedException.class);
      for (CompletableFuture<?> future :
          List.of(pong, queued, ws.ping(), ws.sendAsync(Message.text("late")))) {
        assertThatThrownBy(() -> Soon.get(future)).hasCauseInstanceOf(ClosedException.class);
      }
      assertThatThrownBy(() -> ws.send("late")).isInstanceOf(ClosedException.class);
      assertThat(ws.isOpen()).isFalse();
      ws.abort();
      ws.close(1000, "");
      ws.close();
      assertThat(ws.receive().text()).isEqualTo("1");
    }
  }

  // Netty's loops notice their end at different places of their turn.
  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void everyConnectionEndsWheneverTheLoopIsToldTo(Transport transport) throws Exception {
    for (int i = 0; i < 30; i++) {
      Loopback loopback = Loopback.of(transport, Loopback.blocking(WebSocketOptions.DEFAULTS));
      try (RawPeer peer = loopback.raw()) {
        WebSocket ws = loopback.accepted().ws();
        peer.send(Frame.text("hi"));
        assertThat(ws.receive().text()).isEqualTo("hi");
        Soon.Started<Object> sender = Soon.start(() -> sendForEver(ws));
        Soon.until(() -> ws.queuedBytes() > 0);
        loopback.close();
        assertThat(Soon.get(ws.closed()).code()).isEqualTo(1006);
        assertThatThrownBy(sender::get).hasCauseInstanceOf(ClosedException.class);
      }
    }
  }

  private static Object sendForEver(WebSocket ws) {
    byte[] payload = new byte[1 << 20];
    while (true) {
      ws.send(payload);
    }
  }
}
