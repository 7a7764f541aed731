package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A foreign client talks to our server, all of it over `ws` and over `wss`.
@ParameterizedClass
@ValueSource(strings = {"ws", "wss"})
abstract class AgainstOurServer implements MessagesContract, CloseContract {
  @Parameter String scheme;

  OurServer server;

  /// Opens a connection with the foreign client.
  abstract Peer connect(URI uri, String... subprotocols) throws Exception;

  @BeforeEach
  void startServer() throws Exception {
    server = new OurServer();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Override
  public final Conversation open(String... subprotocols) throws Exception {
    Peer theirs = connect(uri("/accept"), subprotocols);
    return new Conversation(server.accepted(), theirs);
  }

  @Test
  void anEventStyleHandlerEchoesWhateverItGets() throws Exception {
    Peer client = connect(uri("/echo?why=not"));
    for (int length : Payloads.LENGTHS) {
      client.send(Payloads.text(length));
      client.send(Payloads.binary(length));
      assertThat(client.next()).isEqualTo(new Event.Text(Payloads.text(length)));
      assertThat(client.next()).isEqualTo(new Event.Binary(Payloads.binary(length)));
    }
    client.close(1000, "");
    assertThat(client.next()).isEqualTo(new Event.Closed(1000, ""));
  }

  @Test
  void aServerThatStopsSaysThatItGoesAway() throws Exception {
    Peer one = connect(uri("/echo"));
    Peer other = connect(uri("/accept"));
    server.close();
    assertThat(one.next()).satisfies(end -> CloseContract.isClosed(end, 1001));
    assertThat(other.next()).satisfies(end -> CloseContract.isClosed(end, 1001));
  }

  public final URI uri(String path) {
    return server.uri(scheme, path);
  }
}
