package io.tidewire.fallback;

import io.tidewire.HandshakeRequest;
import io.tidewire.protocol.OriginRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Whose a session is. A request of anybody else does not find it: the id is the client's choice,
/// stands in urls, and so is no secret to build on.
///
/// @param address empty on a Unix domain socket
/// @param origin of a page; empty where that is a page of this server's own, or no page asks
record Owner(
    Optional<InetAddress> address,
    Optional<String> origin,
    Optional<String> authorization,
    Optional<String> cookie,
    List<Certificate> certificates) {

  static Owner of(HandshakeRequest request) {
    Optional<InetAddress> address =
        request.remoteAddress() instanceof InetSocketAddress tcp
            ? Optional.of(tcp.getAddress())
            : Optional.empty();
    return new Owner(
        address,
        request.header("Origin").filter(page -> !isOwn(page, request)),
        request.header("Authorization"),
        request.cookie("JSESSIONID"),
        request.tls().map(Owner::certificates).orElse(List.of()));
  }

  // To its own origin a browser names it with some requests alone.
  private static boolean isOwn(String page, HandshakeRequest request) {
    return OriginRule.sameOrigin().allows(page, request.header("Host").orElse(""));
  }

  private static List<Certificate> certificates(SSLSession tls) {
    try {
      return List.of(tls.getPeerCertificates());
    } catch (SSLPeerUnverifiedException none) {
      return List.of(); // most clients show none
    }
  }

  /// Whether `visitor` may act for this. A cookie may come later than the session, which sets it.
  boolean admits(Owner visitor) {
    return address.equals(visitor.address)
        && origin.equals(visitor.origin)
        && authorization.equals(visitor.authorization)
        && certificates.equals(visitor.certificates)
        && (cookie.isEmpty() || cookie.equals(visitor.cookie));
  }
}
