package io.tidewire.client;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;

/// The proxy that the JVM's settings name.
final class SystemProxy {
  private SystemProxy() {}

  static Proxy chosenFor(Target target) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return Proxy.none();
    }
    // The standard properties know http and https only, and ws is the one with an upgrade.
    String scheme = target.secure() ? "https" : "http";
    List<java.net.Proxy> choice =
        selector.select(URI.create(scheme + "://" + target.authority() + "/"));
    return choice == null || choice.isEmpty() ? Proxy.none() : of(choice.getFirst(), scheme);
  }

  private static Proxy of(java.net.Proxy chosen, String scheme) {
    if (!(chosen.address() instanceof InetSocketAddress address)) {
      return Proxy.none();
    }
    String host = address.getHostString();
    return switch (chosen.type()) {
      case DIRECT -> Proxy.none();
      case HTTP ->
          withCredentials(
              Proxy.http(host, address.getPort()),
              scheme + ".proxyUser",
              scheme + ".proxyPassword");
      case SOCKS ->
          withCredentials(
              Proxy.socks5(host, address.getPort()),
              "java.net.socks.username",
              "java.net.socks.password");
    };
  }

  private static Proxy withCredentials(Proxy proxy, String userProperty, String passwordProperty) {
    String user = System.getProperty(userProperty);
    String password = System.getProperty(passwordProperty, "");
    return user == null ? proxy : proxy.withCredentials(user, password);
  }
}
