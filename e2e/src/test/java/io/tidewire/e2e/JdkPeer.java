package io.tidewire.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

/// A connection of the JDK's client.
final class JdkPeer implements Peer, WebSocket.Listener {
  private final Events<Event> events = new Events<>();
  private final StringBuilder text = new StringBuilder();
  private ByteBuffer binary = ByteBuffer.allocate(0);
  private WebSocket webSocket;

  static JdkPeer connect(HttpClient client, URI uri, String... subprotocols) {
    JdkPeer peer = new JdkPeer();
    WebSocket.Builder builder = client.newWebSocketBuilder();
    if (subprotocols.length > 0) {
      String[] others = Arrays.copyOfRange(subprotocols, 1, subprotocols.length);
      builder.subprotocols(subprotocols[0], others);
    }
    peer.webSocket = builder.buildAsync(uri, peer).join();
    return peer;
  }

  @Override
  public String subprotocol() {
    return webSocket.getSubprotocol();
  }

  @Override
  public void send(String message) {
    webSocket.sendText(message, true).join();
  }

  @Override
  public void send(byte[] payload) {
    webSocket.sendBinary(ByteBuffer.wrap(payload), true).join();
  }

  @Override
  public void sendFragments(String... parts) {
    for (int i = 0; i < parts.length; i++) {
      webSocket.sendText(parts[i], i == parts.length - 1).join();
    }
  }

  @Override
  public void ping(String payload) {
    webSocket.sendPing(Payloads.utf8(payload)).join();
  }

  @Override
  public void close(int code, String reason) {
    webSocket.sendClose(code, reason).join();
  }

  @Override
  public Event next() {
    return events.next();
  }

  @Override
  public void cut() {
    webSocket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket ws, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      events.add(new Event.Text(text.toString()));
      text.setLength(0);
    }
    return WebSocket.Listener.super.onText(ws, part, last);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket ws, ByteBuffer part, boolean last) {
    binary = Payloads.joined(binary, part);
    if (last) {
      events.add(new Event.Binary(binary));
      binary = ByteBuffer.allocate(0);
    }
    return WebSocket.Listener.super.onBinary(ws, part, last);
  }

  @Override
  public CompletionStage<?> onPong(WebSocket ws, ByteBuffer payload) {
    events.add(new Event.Pong(Payloads.utf8(payload)));
    return WebSocket.Listener.super.onPong(ws, payload);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
    events.add(new Event.Closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket ws, Throwable failure) {
    events.add(new Event.Failed(failure.toString()));
  }
}
