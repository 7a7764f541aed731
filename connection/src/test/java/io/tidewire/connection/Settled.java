package io.tidewire.connection;

import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a handshake for `/test?room=1` came to.
final class Settled {
  private Settled() {}

  static Agreed as(Role role, WebSocketOptions options) {
    return as(role, options, Optional.empty());
  }

  static Agreed as(Role role, WebSocketOptions options, Optional<PerMessageDeflate> deflate) {
    return new Agreed(
        role,
        options,
        new HandshakeRequest(
            "GET",
            "/test",
            Map.of("room", List.of("1")),
            Map.of(),
            Headers.EMPTY,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711),
            Optional.empty()),
        Headers.EMPTY,
        Optional.of("chat"),
        new ConcurrentHashMap<>(),
        deflate);
  }
}
