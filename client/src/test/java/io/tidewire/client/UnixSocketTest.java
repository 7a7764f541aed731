package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidewire.HandshakeException;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnixSocketTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"AUTO", "NIO"})
  void theUriSaysWhatAndThePathWhere(Transport transport) throws Exception {
    Path path = folder.resolve("s");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(path));
      FutureTask<RawPeer> served = new FutureTask<>(serveOne(listener));
      Thread.ofVirtual().start(served);
      try (WebSocketClient client =
              WebSocketClient.builder().transport(transport).threads(1).unix(path).build();
          WebSocket ws = client.connect(URI.create("ws://app.local/chat"))) {
        ws.send("inside");
        assertThat(ws.receive().text()).isEqualTo("inside");
      }
      RawPeer peer = served.get(10, TimeUnit.SECONDS);
      assertThat(peer.head.getFirst()).isEqualTo("GET /chat HTTP/1.1");
      assertThat(peer.field("Host")).isEqualTo("app.local");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"AUTO", "NIO"})
  void aSocketThatIsNotThereIsNamed(Transport transport) {
    Path path = folder.resolve("missing");
    try (WebSocketClient client =
        WebSocketClient.builder().transport(transport).threads(1).unix(path).build()) {
      HandshakeException refused =
          catchThrowableOfType(
              HandshakeException.class, () -> client.connect(URI.create("ws://localhost/")));
      assertThat(refused).hasMessageContaining(path.toString());
    }
  }

  private static Callable<RawPeer> serveOne(ServerSocketChannel listener) {
    return () -> {
      try (SocketChannel channel = listener.accept()) {
        RawPeer peer =
            new RawPeer(null, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        try {
          RawServer.echo(peer);
        } catch (IOException e) {
          peer.end = e;
        }
        return peer;
      }
    };
  }
}
