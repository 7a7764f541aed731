package io.tidewire.client;

import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Through what a client reaches a server. Immutable.
///
/// The server's name is looked up by the proxy, and TLS is spoken through it with the server
/// itself.
public final class Proxy {
  private static final Proxy SYSTEM = new Proxy(Kind.SYSTEM, "", 0, Optional.empty());
  private static final Proxy NONE = new Proxy(Kind.NONE, "", 0, Optional.empty());

  private final Kind kind;
  private final String host;
  private final int port;
  private final Optional<Credentials> credentials;

  private Proxy(Kind kind, String host, int port, Optional<Credentials> credentials) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.credentials = credentials;
  }

  private enum Kind {
    SYSTEM,
    NONE,
    HTTP,
    SOCKS5
  }

  private record Credentials(String user, String password) {}

  /// What the standard system properties say, asked anew for each connection: `http.proxyHost` and
  /// `http.proxyPort` for `ws`, `https.proxyHost` and `https.proxyPort` for `wss`, `socksProxyHost`
  /// and `socksProxyPort` for both, `http.nonProxyHosts` and `socksNonProxyHosts` for the
  /// exceptions; or, in their place, a [java.net.ProxySelector] that the application has set.
  /// Credentials are those of `http.proxyUser` and `http.proxyPassword`, `https.proxyUser` and
  /// `https.proxyPassword`, `java.net.socks.username` and `java.net.socks.password`. The default.
  public static Proxy system() {
    return SYSTEM;
  }

  /// None, whatever the system properties say.
  public static Proxy none() {
    return NONE;
  }

  /// A proxy that speaks HTTP and lets `CONNECT` through to the server's port (RFC 9110 §9.3.6).
  public static Proxy http(String host, int port) {
    return new Proxy(Kind.HTTP, host, port, Optional.empty());
  }

  /// A proxy that speaks SOCKS version 5 (RFC 1928).
  public static Proxy socks5(String host, int port) {
    return new Proxy(Kind.SOCKS5, host, port, Optional.empty());
  }

  /// With a user name and a password for this proxy: Basic (RFC 7617), or RFC 1929 for SOCKS5,
  /// where each has at most 255 ASCII characters. Both send them in clear to the proxy.
  ///
  /// @throws IllegalStateException when this does not name a proxy
  public Proxy withCredentials(String user, String password) {
    if (kind != Kind.HTTP && kind != Kind.SOCKS5) {
      throw new IllegalStateException("only a proxy that is named here can be given credentials");
    }
    return new Proxy(kind, host, port, Optional.of(new Credentials(user, password)));
  }

  /// This proxy or, when the system is to choose, the one that it chooses.
  Proxy chosenFor(Target target) {
    return kind == Kind.SYSTEM ? SystemProxy.chosenFor(target) : this;
  }

  boolean isDirect() {
    return kind == Kind.NONE;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /// Speaks to the proxy on a channel that connects to it.
  ProxyHandler handler(InetSocketAddress address) {
    ProxyHandler handler = kind == Kind.HTTP ? http(address) : socks5(address);
    // The deadline for the whole handshake covers this part too.
    handler.setConnectTimeoutMillis(0);
    return handler;
  }

  private ProxyHandler http(InetSocketAddress address) {
    return credentials
        .map(known -> new HttpProxyHandler(address, known.user, known.password))
        .orElseGet(() -> new HttpProxyHandler(address));
  }

  private ProxyHandler socks5(InetSocketAddress address) {
    return credentials
        .map(known -> new Socks5ProxyHandler(address, known.user, known.password))
        .orElseGet(() -> new Socks5ProxyHandler(address));
  }

  /// Without the password.
  @Override
  public String toString() {
    return switch (kind) {
      case SYSTEM -> "the system's proxy";
      case NONE -> "no proxy";
      case HTTP -> "HTTP proxy " + host + ":" + port;
      case SOCKS5 -> "SOCKS5 proxy " + host + ":" + port;
    };
  }
}
