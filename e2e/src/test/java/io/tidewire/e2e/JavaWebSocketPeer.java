package io.tidewire.e2e;

import java.nio.ByteBuffer;
import java.util.List;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.PingFrame;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

/// A connection of Java-WebSocket, in either role. Whoever owns it passes on what the library
/// calls.
final class JavaWebSocketPeer implements Peer {
  final Events<Event> events = new Events<>();
  private final WebSocket webSocket;

  JavaWebSocketPeer(WebSocket webSocket) {
    this.webSocket = webSocket;
  }

  /// The protocol with these subprotocols, or without any.
  static Draft_6455 draft(List<IProtocol> subprotocols) {
    return new Draft_6455(List.of(), subprotocols);
  }

  static IProtocol subprotocol(String name) {
    return new Protocol(name);
  }

  @Override
  public String subprotocol() {
    return webSocket.getProtocol().getProvidedProtocol();
  }

  @Override
  public void send(String text) {
    webSocket.send(text);
  }

  @Override
  public void send(byte[] payload) {
    webSocket.send(payload);
  }

  @Override
  public void sendFragments(String... parts) {
    for (int i = 0; i < parts.length; i++) {
      webSocket.sendFragmentedFrame(Opcode.TEXT, Payloads.utf8(parts[i]), i == parts.length - 1);
    }
  }

  @Override
  public void ping(String payload) {
    PingFrame ping = new PingFrame();
    ping.setPayload(Payloads.utf8(payload));
    webSocket.sendFrame(ping);
  }

  @Override
  public void close(int code, String reason) {
    webSocket.close(code, reason);
  }

  @Override
  public Event next() {
    return events.next();
  }

  @Override
  public void cut() {
    webSocket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
  }

  static Event.Binary binary(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return new Event.Binary(copy);
  }
}
