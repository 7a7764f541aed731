package io.tidewire.benchmarks.soak;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/// Where a server listens.
record Addresses(int plain, int tls) {

  /// What [#toString] made.
  static Addresses parse(String line) {
    String[] ports = line.split(" ", 2);
    return new Addresses(Integer.parseInt(ports[0]), Integer.parseInt(ports[1]));
  }

  /// @param scheme `ws` or `wss`
  URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + (scheme.equals("wss") ? tls : plain) + path);
  }

  InetSocketAddress address(boolean speaksTls) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), speaksTls ? tls : plain);
  }

  @Override
  public String toString() {
    return plain + " " + tls;
  }
}
