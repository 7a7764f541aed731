package io.tidewire.server;

import io.tidewire.protocol.Headers;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;

/// The proxies in front of a server that are believed when they tell whose connection or request
/// they pass on, and how they tell it. Immutable.
///
/// A policy, a handler and the limits of [ServerLimits] then see the client's address instead of
/// the proxy's. What anybody else claims is ignored. Danger: an address in here may claim to be any
/// client, so name the proxies and no more. Name the one way in which they tell it, too: a proxy
/// that sets one field passes on the others as the client wrote them.
public final class TrustedProxies {
  /// Nobody is believed: the client is whoever is at the other end. The default.
  public static final TrustedProxies NONE = new TrustedProxies(Way.NONE, Networks.NONE);

  private enum Way {
    NONE,
    PROXY_PROTOCOL,
    FORWARDED,
    X_FORWARDED_FOR
  }

  private final Way way;
  private final Networks networks;

  private TrustedProxies(Way way, Networks networks) {
    this.way = way;
    this.networks = Objects.requireNonNull(networks);
  }

  /// Proxies that begin each connection with a header of the PROXY protocol, version 1 or 2, as
  /// HAProxy and the load balancers of clouds do. They have to: a connection of theirs without one
  /// is closed. Where the header says `LOCAL` or `UNKNOWN`, as for a health check, the proxy itself
  /// is the client.
  public static TrustedProxies proxyProtocol(Networks proxies) {
    return new TrustedProxies(Way.PROXY_PROTOCOL, proxies);
  }

  /// Proxies that add to the field `Forwarded` (RFC 7239). Read from its end, the first address
  /// that is no trusted proxy's is the client's; what stands before that is the client's own claim.
  /// Where a proxy says `unknown` or hides the address, that proxy counts as the client.
  public static TrustedProxies forwarded(Networks proxies) {
    return new TrustedProxies(Way.FORWARDED, proxies);
  }

  /// Proxies that add to the field `X-Forwarded-For`, which is read as [#forwarded] says.
  public static TrustedProxies xForwardedFor(Networks proxies) {
    return new TrustedProxies(Way.X_FORWARDED_FOR, proxies);
  }

  /// Whether a connection of this peer begins with a header of the PROXY protocol.
  boolean announces(SocketAddress peer) {
    return way == Way.PROXY_PROTOCOL && networks.contains(peer);
  }

  /// Whether each request of this peer may tell another client.
  boolean forwards(SocketAddress peer) {
    return (way == Way.FORWARDED || way == Way.X_FORWARDED_FOR) && networks.contains(peer);
  }

  /// Whose request it is that comes from this peer.
  SocketAddress client(SocketAddress peer, Headers headers) {
    return forwards(peer) ? client(peer, hops(headers)) : peer;
  }

  private SocketAddress client(SocketAddress peer, List<Hop> nearestFirst) {
    SocketAddress client = peer;
    for (Hop hop : nearestFirst) {
      if (hop.address().isEmpty() || !networks.contains(client)) {
        return client;
      }
      client = hop.address().get();
    }
    return client;
  }

  private List<Hop> hops(Headers headers) {
    return way == Way.FORWARDED
        ? Hop.forwarded(headers.all("Forwarded"))
        : Hop.xForwardedFor(headers.all("X-Forwarded-For"));
  }

  @Override
  public String toString() {
    return way + " " + networks;
  }
}
