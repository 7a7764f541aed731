package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Connections over Unix domain sockets.
class UnixSocketTest {
  private static final WebSocketOptions PATIENT =
      WebSocketOptions.DEFAULTS.withCloseTimeout(Duration.ofHours(1));

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void muchGoesBothWaysAndTheSocketsEnd(Transport transport) throws Exception {
    Path path = folder.resolve("socket");
    try (Loopback loopback = Loopback.unix(transport, path, Loopback.echo())) {
      Loopback.Accepted client = loopback.blockingClient(PATIENT);
      WebSocket ws = client.ws();
      byte[] payload = Payload.of(1 << 20);
      Soon.Started<Object> sender =
          Soon.start(() -> {
            for (int i = 0; i < 20; i++) {
              ws.send(payload);
            }
            return null;
          });
      for (int i = 0; i < 20; i++) {
        assertThat(ws.receive().bytes()).isEqualTo(payload);
      }
      sender.get();
      ws.close();
      Soon.get(client.channel().closeFuture());
      Soon.get(loopback.accepted().channel().closeFuture());
    }
  }
}
