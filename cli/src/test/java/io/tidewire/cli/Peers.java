package io.tidewire.cli;

import io.tidewire.HandshakeRequest;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.protocol.Headers;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Connections without a network, for handlers: they remember what is sent.
final class Peers {
  private Peers() {}

  /// @param sent the texts that were sent on it
  /// @param open until it is closed
  record Peer(WebSocket ws, List<String> sent, AtomicBoolean open) {}

  static Peer in(String room) {
    return of(request("/chat/" + room, Map.of("room", room), Map.of()));
  }

  @SuppressWarnings("ReferenceEquality") // A connection equals itself alone.
  static Peer of(HandshakeRequest request) {
    List<String> sent = new ArrayList<>();
    AtomicBoolean open = new AtomicBoolean(true);
    Object ws =
        Proxy.newProxyInstance(
            Peers.class.getClassLoader(),
            new Class<?>[] {WebSocket.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "request" -> request;
                  case "send" -> sent.add(text(arguments[0]));
                  case "sendAsync" -> {
                    sent.add(text(arguments[0]));
                    yield CompletableFuture.completedFuture(null);
                  }
                  case "isOpen" -> open.get();
                  case "close" -> {
                    sent.add("close " + arguments[0] + ": " + arguments[1]);
                    open.set(false);
                    yield new CompletableFuture<>();
                  }
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    return new Peer((WebSocket) ws, sent, open);
  }

  static HandshakeRequest request(
      String path, Map<String, String> parameters, Map<String, List<String>> query) {
    return new HandshakeRequest(
        "GET",
        path,
        query,
        parameters,
        Headers.EMPTY,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
        Optional.empty());
  }

  private static String text(Object message) {
    return message instanceof Message whole ? whole.text() : (String) message;
  }
}
