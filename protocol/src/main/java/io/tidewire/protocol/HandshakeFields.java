package io.tidewire.protocol;

import java.util.Set;

/// The header fields that the opening handshake owns.
final class HandshakeFields {
  static final String HOST = "Host";
  static final String UPGRADE = "Upgrade";
  static final String CONNECTION = "Connection";
  static final String ORIGIN = "Origin";
  static final String KEY = "Sec-WebSocket-Key";
  static final String ACCEPT = "Sec-WebSocket-Accept";
  static final String VERSION = "Sec-WebSocket-Version";
  static final String PROTOCOL = "Sec-WebSocket-Protocol";
  static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  /// The value of `Upgrade` that asks for this protocol.
  static final String WEBSOCKET = "websocket";

  // The two for bodies are here because neither head has a body: RFC 9110 §8.6 and RFC 9112 §6.1
  // forbid them in a 101,
  // and a request that is upgraded is followed by frames.
  private static final Set<String> OWNED =
      Set.of("host", "upgrade", "connection", "content-length", "transfer-encoding");

  private HandshakeFields() {}

  /// @throws IllegalArgumentException when fields that are to be added to a handshake are the
  ///   handshake's own
  static void requireNoneIn(Headers extra) {
    for (Headers.Field field : extra) {
      String name = Tokens.lowerCase(field.name());
      if (OWNED.contains(name) || name.startsWith("sec-websocket-")) {
        throw new IllegalArgumentException("the handshake itself writes the field " + field.name());
      }
    }
  }
}
