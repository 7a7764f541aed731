package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client talks to a foreign server, all of it over `ws` and over `wss`.
@ParameterizedClass
@ValueSource(strings = {"ws", "wss"})
abstract class AgainstOurClient implements MessagesContract, CloseContract {
  @Parameter String scheme;

  PeerServer server;

  abstract PeerServer start(boolean tls) throws Exception;

  @BeforeEach
  void startServer() throws Exception {
    server = start(scheme.equals("wss"));
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Override
  public final Conversation open(String... subprotocols) throws Exception {
    WebSocket ours = client(subprotocols).connect(uri("/talk?at=once"));
    return new Conversation(ours, server.accepted());
  }

  @Test
  void anEventStyleHandlerSeesEverythingInOrder() throws Exception {
    Events<String> seen = new Events<>();
    WebSocket ours = client().connect(uri("/talk"), new Recorder(seen));
    Peer theirs = server.accepted();
    assertThat(seen.next()).isEqualTo("open");
    for (int length : Payloads.LENGTHS) {
      theirs.send(Payloads.text(length));
      theirs.send(Payloads.binary(length));
      assertThat(seen.next()).isEqualTo("text of " + length);
      assertThat(seen.next()).isEqualTo("binary of " + length);
      assertThat(theirs.next()).isEqualTo(new Event.Text(Payloads.text(length)));
      assertThat(theirs.next()).isEqualTo(new Event.Binary(Payloads.binary(length)));
    }
    theirs.close(3000, "enough");
    assertThat(seen.next()).isEqualTo("closed with 3000 enough");
    assertThat(ours.isOpen()).isFalse();
  }

  public final URI uri(String path) {
    return server.uri(path);
  }

  static WebSocketClient client(String... subprotocols) throws Exception {
    return WebSocketClient.builder()
        .tls(TestCertificate.trustedByOurClient())
        .subprotocols(subprotocols)
        .build();
  }

  /// Echoes, and tells what it saw.
  private record Recorder(Events<String> seen) implements WebSocketHandler {
    @Override
    public void onOpen(WebSocket ws) {
      seen.add("open");
    }

    @Override
    public void onMessage(WebSocket ws, Message message) {
      seen.add((message.isText() ? "text of " : "binary of ") + message.size());
      ws.send(message);
    }

    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      seen.add("closed with " + reason.code() + " " + reason.text());
    }
  }
}
