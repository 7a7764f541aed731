package io.tidewire.protocol;

import static io.tidewire.protocol.HandshakeFields.CONNECTION;
import static io.tidewire.protocol.HandshakeFields.EXTENSIONS;
import static io.tidewire.protocol.HandshakeFields.HOST;
import static io.tidewire.protocol.HandshakeFields.KEY;
import static io.tidewire.protocol.HandshakeFields.PROTOCOL;
import static io.tidewire.protocol.HandshakeFields.UPGRADE;
import static io.tidewire.protocol.HandshakeFields.VERSION;
import static io.tidewire.protocol.HandshakeFields.WEBSOCKET;

import java.net.URI;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The client's half of the opening handshake (RFC 6455 §4.1): the request to send, and the
/// judgement of the response. Good for one connection, since each needs a nonce of its own.
/// Immutable.
public final class ClientHandshake {
  private static final int NONCE_LENGTH = 16;

  private final WebSocketUri uri;
  private final String key;
  private final List<String> subprotocols;
  private final List<Extension> offers;
  private final Headers extra;

  /// @param uri a `ws` or `wss` URI with a host, without user name, password and fragment
  /// @param subprotocols those to offer, the preferred one first; tokens, none twice
  /// @param offers the extensions to offer, the preferred one first
  /// @param extra fields to add, such as `Origin` or `Authorization`; none of the handshake's own,
  ///   `Host` among them
  /// @param nonce 16 random bytes, chosen anew for each connection
  /// @throws IllegalArgumentException when any of these is not as described; the message says which
  ///   and why
  public ClientHandshake(
      URI uri, List<String> subprotocols, List<Extension> offers, Headers extra, byte[] nonce) {
    this.uri = WebSocketUri.of(uri);
    this.subprotocols = List.copyOf(subprotocols);
    this.offers = List.copyOf(offers);
    this.extra = extra;
    requireUniqueTokens(this.subprotocols);
    HandshakeFields.requireNoneIn(extra);
    if (nonce.length != NONCE_LENGTH) {
      throw new IllegalArgumentException("a nonce has 16 bytes, not " + nonce.length);
    }
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  /// How a client takes the server's response.
  public sealed interface Result {}

  /// The connection is open.
  ///
  /// @param subprotocol the one that the server chose; empty when it chose none, also of several
  ///   offered
  /// @param extensions those in use, in the order in which they work on the data (RFC 6455 §9.1).
  ///   Each has a name that was offered; whether its parameters are right is for the extension to
  ///   say
  public record Accepted(Optional<String> subprotocol, List<Extension> extensions)
      implements Result {
    public Accepted {
      extensions = List.copyOf(extensions);
    }
  }

  /// The response does not open a connection, and TCP has to be closed.
  ///
  /// @param reason one line that says what is wrong with it
  public record Rejected(String reason) implements Result {}

  /// The host to connect to: a name or an address, an IPv6 one without brackets but with its zone.
  public String host() {
    return uri.host();
  }

  /// The port to connect to; 80 for `ws` and 443 for `wss` when the URI names none (RFC 6455 §3).
  public int port() {
    return uri.authority().port();
  }

  /// Whether to speak TLS: the URI is `wss`.
  public boolean secure() {
    return uri.secure();
  }

  /// The value of `Sec-WebSocket-Key`: the nonce in base64.
  public String key() {
    return key;
  }

  /// The request to send, with the target in origin form.
  public RequestHead request() {
    Headers headers =
        Headers.of(
            HOST,
            uri.hostField(),
            UPGRADE,
            WEBSOCKET,
            CONNECTION,
            "Upgrade",
            KEY,
            key,
            VERSION,
            "13");
    if (!subprotocols.isEmpty()) {
      headers = headers.with(PROTOCOL, String.join(", ", subprotocols));
    }
    if (!offers.isEmpty()) {
      headers = headers.with(EXTENSIONS, Extension.format(offers));
    }
    return new RequestHead("GET", uri.resourceName(), "HTTP/1.1", headers.withAll(extra));
  }

  /// Judges the response by RFC 6455 §4.1. Never throws, whatever the head holds. A status other
  /// than 101 is rejected here; a client that follows redirects or answers a 401 looks at the
  /// status first.
  public Result verify(ResponseHead response) {
    return new ResponseRules(response).verify(key, subprotocols, offers);
  }

  // RFC 6455 §4.1 item 10
  private static void requireUniqueTokens(List<String> subprotocols) {
    Set<String> seen = new HashSet<>();
    for (String subprotocol : subprotocols) {
      Tokens.requireToken("a subprotocol", subprotocol);
      if (!seen.add(subprotocol)) {
        throw new IllegalArgumentException("the subprotocol " + subprotocol + " is offered twice");
      }
    }
  }
}
