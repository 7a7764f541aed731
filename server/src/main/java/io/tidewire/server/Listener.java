package io.tidewire.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/// Where a server listens. Immutable.
public final class Listener {
  // Exactly one of the two is there.
  private final Optional<InetSocketAddress> address;
  private final Optional<Path> path;
  private final Optional<ServerTls> tls;

  private Listener(
      Optional<InetSocketAddress> address, Optional<Path> path, Optional<ServerTls> tls) {
    this.address = address;
    this.path = path;
    this.tls = tls;
  }

  /// A TCP port for `http` and `ws`.
  ///
  /// @param host the address to listen on, or a name that stands for it; `0.0.0.0` or `::` for all
  /// @param port 0 for any that is free
  /// @throws IllegalArgumentException when the port is not between 0 and 65535
  public static Listener tcp(String host, int port) {
    return new Listener(
        Optional.of(new InetSocketAddress(host, port)), Optional.empty(), Optional.empty());
  }

  /// A TCP port for `https` and `wss`; otherwise as [#tcp].
  public static Listener tls(String host, int port, ServerTls tls) {
    return new Listener(
        Optional.of(new InetSocketAddress(host, port)), Optional.empty(), Optional.of(tls));
  }

  /// A Unix domain socket, for a proxy on the same machine. Who may connect is up to the
  /// permissions of its folder. The file is made at start and removed at the end; one that a dead
  /// server left behind is replaced.
  public static Listener unix(Path path) {
    return new Listener(Optional.empty(), Optional.of(path), Optional.empty());
  }

  /// All interfaces of this machine.
  static Listener everywhere(int port) {
    return new Listener(
        Optional.of(new InetSocketAddress(port)), Optional.empty(), Optional.empty());
  }

  Optional<InetSocketAddress> address() {
    return address;
  }

  Optional<Path> path() {
    return path;
  }

  Optional<ServerTls> tls() {
    return tls;
  }

  /// Such as `port 8080 on 127.0.0.1` or `/run/app.sock`.
  @Override
  public String toString() {
    return path.map(Path::toString)
        .orElseGet(
            () -> "port " + address.get().getPort() + " on " + address.get().getHostString());
  }
}
