package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A server whose output goes to a disk on which there is no room.
class FullDiskTest {
  private static final File FULL = new File("/dev/full");

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBeLoggedStopsNobody() throws Exception {
    int port = freePort();
    ProcessBuilder serve =
        new ProcessBuilder(Checkout.tidewire().toString(), "serve", "--port=" + port)
            .redirectOutput(FULL)
            .redirectError(FULL);
    Process process = serve.start();
    try {
      Events.until(() -> isListening(port));
      URI echo = URI.create("ws://127.0.0.1:" + port + "/echo");
      try (WebSocketClient client = WebSocketClient.builder().build();
          WebSocket ws = client.connect(echo)) {
        ws.send("hi");
        assertThat(ws.receive().text()).isEqualTo("hi");
      }
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
