package io.tidewire.load;

import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.Extension;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the connections go and what they speak.
///
/// @param webSocket false for a bare echo of bytes
/// @param host without the brackets of an IPv6 address
record Endpoint(boolean webSocket, boolean tls, String host, int port) {
  private static final SecureRandom NONCES = new SecureRandom();

  /// RFC 7692 §7.1.1.2: a message that needs none before it can be sent again and again.
  private static final Extension OFFER =
      new Extension(
          "permessage-deflate",
          List.of(new Extension.Parameter("client_no_context_takeover", Optional.empty())));

  /// @throws IllegalArgumentException when the target, or what is to be told to it, is not right
  static Endpoint of(LoadOptions options) {
    String scheme = String.valueOf(options.target().getScheme()).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "tcp", "tls" -> raw(options, scheme.equals("tls"));
      default -> {
        ClientHandshake handshake = handshake(options);
        yield new Endpoint(true, handshake.secure(), handshake.host(), handshake.port());
      }
    };
  }

  private static Endpoint raw(LoadOptions options, boolean tls) {
    URI target = options.target();
    if (target.getHost() == null || target.getPort() <= 0) {
      throw new IllegalArgumentException(
          "a bare echo is written tcp://HOST:PORT or tls://HOST:PORT");
    }
    if (options.compress() || !options.headers().isEmpty() || !options.subprotocols().isEmpty()) {
      throw new IllegalArgumentException("a bare echo has no handshake for such options");
    }
    if (options.work() instanceof Work.Broadcast) {
      throw new IllegalArgumentException("a bare echo does not broadcast");
    }
    return new Endpoint(false, tls, target.getHost().replaceAll("[\\[\\]]", ""), target.getPort());
  }

  /// A handshake for one connection.
  static ClientHandshake handshake(LoadOptions options) {
    byte[] nonce = new byte[16];
    NONCES.nextBytes(nonce);
    List<Extension> offers = options.compress() ? List.of(OFFER) : List.of();
    return new ClientHandshake(
        options.target(), options.subprotocols(), offers, options.headers(), nonce);
  }
}
