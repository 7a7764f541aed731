package io.tidewire.protocol;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which pages in browsers may connect (RFC 6455 §10.2).
///
/// A browser sends the user's cookies along with any WebSocket handshake, whatever page asked for
/// it, and names that page's origin. A server that does not look lets every page on the web act as
/// its user. Only browsers are held back by this: a request without an origin comes from another
/// kind of client (RFC 6455 §4.2.1) and always passes, and such a client may also claim any origin.
/// It is no authentication.
///
/// Host and port are compared, not the scheme: behind a proxy that ends TLS the server cannot know
/// its own. Immutable.
public final class OriginRule {
  private static final OriginRule SAME_ORIGIN = new OriginRule(false, Set.of());
  private static final OriginRule ANY = new OriginRule(true, Set.of());

  private final boolean any;
  private final Set<Origin> allowed;

  private OriginRule(boolean any, Set<Origin> allowed) {
    this.any = any;
    this.allowed = allowed;
  }

  /// Only pages that came from the host and port that they now connect to. The default. A proxy in
  /// between has to pass on the browser's `Host`.
  public static OriginRule sameOrigin() {
    return SAME_ORIGIN;
  }

  /// The same, and pages of these origins.
  ///
  /// @param origins each `scheme://host`, with `:port` unless it is the scheme's default; no path,
  ///   no wildcard
  /// @throws IllegalArgumentException when one of them is not that
  public static OriginRule allow(Collection<String> origins) {
    return new OriginRule(
        false, origins.stream().map(OriginRule::entry).collect(Collectors.toUnmodifiableSet()));
  }

  /// Every page, and the origin `null` of sandboxed ones. Danger: when a user is known by a cookie,
  /// a client certificate or the network they are in, any page they open can then connect as them,
  /// read and send (cross-site WebSocket hijacking). For public data only, or where each connection
  /// proves itself by a secret that a foreign page does not have.
  public static OriginRule any() {
    return ANY;
  }

  /// Whether a request with this origin may connect.
  ///
  /// @param origin the value of `Origin`
  /// @param host the value of `Host`
  public boolean allows(String origin, String host) {
    return any
        || Origin.parse(origin).filter(page -> isKnown(page, Authority.parse(host))).isPresent();
  }

  /// The origins of [#allow], none for [#sameOrigin]; empty where every page may connect.
  public Optional<List<String>> listed() {
    return any
        ? Optional.empty()
        : Optional.of(allowed.stream().map(Origin::toString).sorted().toList());
  }

  private boolean isKnown(Origin page, Optional<Authority> host) {
    return allowed.contains(page) || host.filter(page::isSameAs).isPresent();
  }

  private static Origin entry(String text) {
    return Origin.parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "an allowed origin is written scheme://host or scheme://host:port, without a"
                    + " path and in ASCII, and "
                    + Echo.quote(text)
                    + " is not"));
  }

  @Override
  public String toString() {
    return listed()
        .map(names -> names.isEmpty() ? "same origin" : "same origin or one of " + names)
        .orElse("any origin");
  }
}
