package io.tidewire.protocol;

import static io.tidewire.protocol.HandshakeFields.ACCEPT;
import static io.tidewire.protocol.HandshakeFields.CONNECTION;
import static io.tidewire.protocol.HandshakeFields.EXTENSIONS;
import static io.tidewire.protocol.HandshakeFields.PROTOCOL;
import static io.tidewire.protocol.HandshakeFields.UPGRADE;
import static io.tidewire.protocol.HandshakeFields.WEBSOCKET;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The server's half of the opening handshake (RFC 6455 §4.2): a request that keeps all rules,
/// ready to be accepted.
///
/// ```java
/// switch (ServerHandshake.check(head, OriginRule.sameOrigin())) {
///   case Refusal refusal -> answer(refusal);
///   case ServerHandshake handshake ->
///       answer(handshake.accept(handshake.choose(spoken), List.of(), Headers.EMPTY));
/// }
/// ```
///
/// Immutable. The key that a client sends proves that the server understands WebSocket, and nothing
/// about the client: whoever it is has to be found out by other means.
public final class ServerHandshake implements HandshakeCheck {
  private final int version;
  private final Optional<String> origin;
  private final String resourceName;
  private final String key;
  private final List<String> subprotocols;
  private final List<Extension> extensions;

  ServerHandshake(
      int version,
      Optional<String> origin,
      String resourceName,
      String key,
      List<String> subprotocols,
      List<Extension> extensions) {
    this.version = version;
    this.origin = origin;
    this.resourceName = resourceName;
    this.key = key;
    this.subprotocols = subprotocols;
    this.extensions = extensions;
  }

  /// Whether the head asks for WebSocket at all, so that plain HTTP can go elsewhere: `Upgrade`
  /// names `websocket`, in any case and among others. Says nothing about the rest, which is for
  /// [#check].
  public static boolean isUpgrade(RequestHead head) {
    return head.headers().hasToken(UPGRADE, WEBSOCKET);
  }

  /// Checks a request against all rules of RFC 6455 §4.2.1 and against the origins that may
  /// connect. Never throws, whatever the head holds; takes time linear in its size.
  ///
  /// @return a [ServerHandshake] or, with the first rule that is broken, a [Refusal]
  public static HandshakeCheck check(RequestHead head, OriginRule origins) {
    try {
      return new RequestRules(head).read(origins);
    } catch (HandshakeViolation violation) {
      return violation.refusal();
    }
  }

  /// The protocol version that the client speaks: 13 or, with the same wire format, 8 or 7.
  public int version() {
    return version;
  }

  /// The origin that the client claims, as it came. Browsers always send one; it proves nothing
  /// about any other client.
  public Optional<String> origin() {
    return origin;
  }

  /// Path and query of what is asked for (RFC 6455 §3), beginning with a slash, not decoded.
  public String resourceName() {
    return resourceName;
  }

  /// The subprotocols that the client offers, the one that it likes best first; tokens, none twice.
  public List<String> subprotocols() {
    return subprotocols;
  }

  /// The extensions that the client offers, the one that it likes best first. One name may come
  /// several times with different parameters.
  public List<Extension> extensions() {
    return extensions;
  }

  /// The first subprotocol in the client's order that is in `spoken`; empty when there is none,
  /// which is no reason to refuse (RFC 6455 §4.2.2).
  public Optional<String> choose(Collection<String> spoken) {
    return subprotocols.stream().filter(spoken::contains).findFirst();
  }

  /// The response that completes the handshake (RFC 6455 §4.2.2 step 5).
  ///
  /// @param subprotocol the one to speak, of those offered
  /// @param accepted the extensions to use, each of a name that was offered, with the agreed
  ///   parameters
  /// @param extra fields to add, such as `Set-Cookie`
  /// @throws IllegalArgumentException when a subprotocol or an extension was not offered, or a
  ///   field of the handshake itself is among the extra ones
  public ResponseHead accept(
      Optional<String> subprotocol, List<Extension> accepted, Headers extra) {
    subprotocol.ifPresent(this::requireOffered);
    accepted.forEach(this::requireOffered);
    HandshakeFields.requireNoneIn(extra);
    Headers headers =
        Headers.of(UPGRADE, WEBSOCKET, CONNECTION, "Upgrade", ACCEPT, AcceptKey.of(key));
    if (subprotocol.isPresent()) {
      headers = headers.with(PROTOCOL, subprotocol.get());
    }
    if (!accepted.isEmpty()) {
      headers = headers.with(EXTENSIONS, Extension.format(accepted));
    }
    return new ResponseHead(101, headers.withAll(extra));
  }

  private void requireOffered(String subprotocol) {
    if (!subprotocols.contains(subprotocol)) {
      throw new IllegalArgumentException(
          "the client did not offer the subprotocol " + Echo.quote(subprotocol));
    }
  }

  private void requireOffered(Extension extension) {
    if (extensions.stream().noneMatch(offer -> offer.name().equals(extension.name()))) {
      throw new IllegalArgumentException(
          "the client did not offer the extension " + Echo.quote(extension.name()));
    }
  }
}
