package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A foreign client talks to our server, all of it over `ws` and over `wss`.
@ParameterizedClass
@ValueSource(strings = {"ws", "wss"})
abstract class AgainstOurServer implements MessagesContract, CloseContract {
  @Parameter String scheme;

  static OurServer server;

  /// Opens a connection with the foreign client.
  abstract Peer connect(URI uri, String... subprotocols) throws Exception;

  @BeforeAll
  static void startServer() throws Exception {
    server = new OurServer();
  }

  @AfterAll
  static void stopServer() {
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
    OurServer other = new OurServer();
    Peer one = connect(other.uri(scheme, "/echo"));
    Peer two = connect(other.uri(scheme, "/accept"));
    other.close();
    assertThat(one.next()).satisfies(end -> CloseContract.isClosed(end, 1001));
    assertThat(two.next()).satisfies(end -> CloseContract.isClosed(end, 1001));
  }

  public final URI uri(String path) {
    return server.uri(scheme, path);
  }
}
