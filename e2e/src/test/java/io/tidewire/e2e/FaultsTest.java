package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import io.tidewire.testing.FaultyNetwork;
import io.tidewire.testing.FaultyNetwork.Fault;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client and our server with a bad network between them.
@ParameterizedClass
@ValueSource(strings = {"ws", "wss"})
class FaultsTest {
  private static final WebSocketOptions IMPATIENT =
      WebSocketOptions.DEFAULTS
          .withHeartbeat(Duration.ofMillis(500), Duration.ofSeconds(3))
          .withWriteTimeout(Duration.ofSeconds(2));

  // As many as fit into no socket's buffers.
  private static final int FLOOD = 1_000;

  @Parameter String scheme;

  private final Events<CloseReason> ends = new Events<>();
  private OurServer server;
  private WebSocketClient client;
  private FaultyNetwork network;

  @BeforeEach
  void connectEverything() throws Exception {
    server = new OurServer(IMPATIENT);
    network = FaultyNetwork.to(server.uri(scheme, "/"));
    client =
        WebSocketClient.builder()
            .options(IMPATIENT)
            .tls(TestCertificate.trustedByOurClient())
            .build();
  }

  @AfterEach
  void endEverything() throws Exception {
    network.close();
    client.close();
    server.close();
  }

  @Test
  void bothEndsNoticeABlackHole() throws Exception {
    try (Talk talk = open()) {
      network.suffer(Fault.BLACK_HOLE);
      endsByItself(talk.server(), "nothing came from the peer");
      endsByItself(talk.client(), "nothing came from the peer");
    }
  }

  @Test
  void halfAMessageIsNoMessage() throws Exception {
    try (Talk talk = open()) {
      network.resetAfter(Payloads.MEBIBYTE / 2);
      talk.client().sendAsync(Message.binary(Payloads.binary(Payloads.MEBIBYTE)));
      assertThatThrownBy(talk.server()::receive).isInstanceOf(ClosedException.class);
      assertThat(talk.client().closed()).succeedsWithin(Events.PATIENCE);
      assertThat(talk.client().closed().join().code()).isEqualTo(1006);
    }
  }

  @Test
  void aPeerThatStopsReadingHoldsUpNobodyForLongerThanTheWriteTimeout() throws Exception {
    try (Talk talk = open()) {
      network.sufferToClient(network.stuck());
      assertThatThrownBy(() -> flood(talk.server())).isInstanceOf(ClosedException.class);
      endsByItself(talk.server(), "the peer took no byte");
    }
  }

  @Test
  void aPeerThatStopsReadingHarmsNoOther() throws Exception {
    try (Talk stuck = open();
        WebSocket other = client.connect(server.uri(scheme, "/echo"))) {
      network.sufferToClient(network.stuck());
      stuck.server().sendAsync(Message.binary(Payloads.binary(Payloads.MEBIBYTE)));
      for (int i = 0; i < FLOOD; i++) {
        other.send("still here " + i);
        assertThat(other.receive().text()).isEqualTo("still here " + i);
      }
    }
  }

  /// It takes longer than a silent peer is given, but each byte is a sign of life.
  @Test
  void aMessageThatComesByteByByteComesWhole() throws Exception {
    try (Talk talk = open()) {
      network.suffer(Fault.trickle(Duration.ofMillis(2)));
      byte[] message = Payloads.binary(2_000);
      talk.client().send(message);
      assertThat(talk.server().receive().bytes()).isEqualTo(message);
      assertThat(talk.server().isOpen()).isTrue();
    }
  }

  @Test
  void aLongWayChangesNeitherOrderNorContent() throws Exception {
    network.suffer(Fault.late(Duration.ofMillis(20)));
    try (WebSocket ws = client.connect(network.through(server.uri(scheme, "/echo")))) {
      for (int i = 0; i < FLOOD; i++) {
        ws.send("message " + i);
      }
      assertThat(IntStream.range(0, FLOOD).mapToObj(_ -> ws.receive().text()))
          .containsExactlyElementsOf(
              IntStream.range(0, FLOOD).mapToObj(i -> "message " + i).toList());
    }
  }

  @Test
  void eachConnectionThatANetworkBreaksIsToldOfItOnce() throws Exception {
    int connections = 100;
    for (int i = 0; i < connections; i++) {
      client
          .connect(network.through(server.uri(scheme, "/echo")), new Recorder(ends))
          .send(new byte[i * i]);
    }
    network.reset();
    for (int i = 0; i < connections; i++) {
      assertThat(ends.next().code()).isEqualTo(1006);
    }
    client.close();
    assertThat(ends.count()).isZero();
  }

  private Talk open() throws Exception {
    WebSocket ours = client.connect(network.through(server.uri(scheme, "/accept")));
    return new Talk(ours, server.accepted());
  }

  private static void endsByItself(WebSocket ws, String why) {
    assertThat(ws.closed()).succeedsWithin(Events.PATIENCE);
    assertThat(ws.closed().join().code()).isEqualTo(1006);
    assertThat(ws.closed().join().explanation()).contains(why);
  }

  private static void flood(WebSocket ws) {
    byte[] message = Payloads.binary(Payloads.MEBIBYTE / 16);
    for (int i = 0; i < FLOOD; i++) {
      ws.send(message);
    }
  }

  /// Both ends of a connection.
  private record Talk(WebSocket client, WebSocket server) implements AutoCloseable {
    @Override
    public void close() {
      client.abort();
      server.abort();
    }
  }

  /// Tells of its end.
  private record Recorder(Events<CloseReason> ends) implements WebSocketHandler {
    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      ends.add(reason);
    }
  }
}
