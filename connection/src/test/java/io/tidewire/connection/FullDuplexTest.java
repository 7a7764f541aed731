package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import org.junit.jupiter.api.Test;

/// Much goes both ways at once, and neither direction waits for the other.
class FullDuplexTest {
  private static final WebSocketOptions DEFAULTS = WebSocketOptions.DEFAULTS;

  private static final int MEBIBYTE = 1 << 20;

  @Test
  void anEchoTakesAndGivesMuchAtOnce() throws Exception {
    try (Loopback echo = Loopback.of(Transport.AUTO, Loopback.echo())) {
      WebSocket client = echo.blockingClient(DEFAULTS).ws();
      assertThat(exchange(client)).isEqualTo(64);
      client.close();
    }
  }

  @Test
  void twoBlockingEndsSendMuchToEachOtherAtOnce() throws Exception {
    try (Loopback other = Loopback.of(Transport.AUTO, Loopback.blocking(DEFAULTS))) {
      WebSocket client = other.blockingClient(DEFAULTS).ws();
      WebSocket peerOfClient = other.accepted().ws();
      Soon.Started<Integer> back = Soon.start(() -> exchange(peerOfClient));
      assertThat(exchange(client)).isEqualTo(64);
      assertThat(back.get()).isEqualTo(64);
      client.close();
    }
  }

  // Sends 64 MiB on a thread of its own, and receives as much meanwhile.
  private static int exchange(WebSocket ws) throws Exception {
    byte[] payload = Payload.of(MEBIBYTE);
    Soon.Started<Object> sender =
        Soon.start(() -> {
          for (int i = 0; i < 64; i++) {
            ws.send(payload);
          }
          return null;
        });
    int received = 0;
    while (received < 64) {
      assertThat(ws.receive().bytes()).isEqualTo(payload);
      received++;
    }
    sender.get();
    return received;
  }

  @Test
  void aHandlerOfTheLoopMaySendToABlockingEnd() throws Exception {
    try (Loopback events =
        Loopback.of(
            Transport.AUTO,
            Loopback.events(
                DEFAULTS, WebSocketHandler.onMessage((to, message) -> to.send(message.text()))))) {
      WebSocket client = events.blockingClient(DEFAULTS).ws();
      client.send("hi");
      assertThat(client.receive().text()).isEqualTo("hi");
      client.close();
    }
  }
}
