package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.junit.jupiter.api.AfterEach;

/// Java-WebSocket's client against our server.
class JavaWebSocketClientTest extends AgainstOurServer
    implements OptionalContracts.Fragments,
        OptionalContracts.Pings,
        OptionalContracts.GoingAway,
        RefusalContract {
  private static final Pattern STATUS = Pattern.compile("Invalid status code received: (\\d+)");

  private final List<Client> clients = new ArrayList<>();

  @AfterEach
  void stopClients() throws Exception {
    for (Client client : clients) {
      client.closeBlocking();
    }
  }

  @Override
  Peer connect(URI uri, String... subprotocols) throws Exception {
    Client client = client(uri, subprotocols);
    assertThat(client.connectBlocking(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    awaitWriterAtRest();
    return client.peer;
  }

  @Override
  public Refusal refused(URI uri, Map<String, String> headers) throws Exception {
    Client client = client(uri);
    headers.forEach(client::addHeader);
    assertThat(client.connectBlocking(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
    // The library tells its user the status in the reason of a close code of its own.
    Event.Closed end = (Event.Closed) client.peer.next();
    Matcher matcher = STATUS.matcher(end.reason());
    assertThat(matcher.find()).as(end.reason()).isTrue();
    return new Refusal(Integer.parseInt(matcher.group(1)), "");
  }

  @Override
  public boolean showsBody() {
    return false;
  }

  @Override
  public int codeShownForNone() {
    return 1000;
  }

  /// The library's writing thread forgets what is queued when it is interrupted between two writes,
  /// as it is by a close frame that comes right behind the handshake: then TCP ends without an
  /// answer. So nothing is asked of a client before that thread has nothing left to write.
  private static void awaitWriterAtRest() {
    Events.until(() ->
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("WebSocketWriteThread"))
            .allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  private Client client(URI uri, String... subprotocols) throws Exception {
    String[] offered = subprotocols.length == 0 ? new String[] {""} : subprotocols;
    Client client =
        new Client(
            uri,
            JavaWebSocketPeer.draft(
                Stream.of(offered).map(JavaWebSocketPeer::subprotocol).toList()));
    if (scheme.equals("wss")) {
      client.setSocketFactory(TestCertificate.context().getSocketFactory());
    }
    clients.add(client);
    return client;
  }

  /// The library is used by inheritance.
  private static final class Client extends WebSocketClient {
    final JavaWebSocketPeer peer = new JavaWebSocketPeer(this);

    Client(URI uri, Draft draft) {
      super(uri, draft);
      setConnectionLostTimeout(0);
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onMessage(String text) {
      peer.events.add(new Event.Text(text));
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
      peer.events.add(JavaWebSocketPeer.binary(bytes));
    }

    @Override
    public void onWebsocketPong(WebSocket ws, Framedata pong) {
      peer.events.add(new Event.Pong(Payloads.utf8(pong.getPayloadData())));
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
      peer.events.add(new Event.Closed(code, reason));
    }

    @Override
    public void onError(Exception failure) {
      peer.events.add(new Event.Failed(failure.toString()));
    }
  }
}
