package io.tidewire.benchmarks.conformance;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.Protocol;

/// The client of Java-WebSocket, with its compression.
final class JavaWebSocketEcho implements EchoClient {
  @Override
  public String echo(URI uri) throws InterruptedException {
    Ended ended = new Ended();
    new Echo(uri, ended).connect();
    return ended.await();
  }

  private static Draft_6455 draft() {
    return new Draft_6455(
        List.of(new PerMessageDeflateExtension()), List.of(new Protocol("")), LARGEST_MESSAGE);
  }

  private static final class Echo extends WebSocketClient {
    private final Ended ended;

    Echo(URI uri, Ended ended) {
      super(uri, draft());
      this.ended = ended;
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String text) {
      ended.text(text);
      send(text);
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      send(bytes);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      ended.end();
    }

    @Override
    public void onError(Exception failure) {
      // onClose follows
    }
  }
}
