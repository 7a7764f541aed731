package io.tidewire.cli;

import io.tidewire.client.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A proxy as one writes it on a command line. Messages leave its password out.
final class ProxyUrl implements ITypeConverter<Proxy> {

  @Override
  public Proxy convert(String value) {
    if (value.equals("none")) {
      return Proxy.none();
    }
    try {
      return proxy(URI.create(value));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "a proxy is written http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before"
              + " HOST where it wants that, special characters in them percent-encoded; or none");
    }
  }

  private static Proxy proxy(URI uri) {
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException("no host, or no port");
    }
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    Proxy proxy =
        switch (String.valueOf(uri.getScheme())) {
          case "http" -> Proxy.http(host, uri.getPort());
          case "socks5", "socks5h" -> Proxy.socks5(host, uri.getPort());
          default -> throw new IllegalArgumentException("neither http nor socks5");
        };
    return uri.getRawUserInfo() == null ? proxy : withCredentials(proxy, uri.getRawUserInfo());
  }

  private static Proxy withCredentials(Proxy proxy, String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no password");
    }
    return proxy.withCredentials(
        decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
  }

  private static String decoded(String text) {
    // A plus stands for itself here; the decoder is made for forms, where it means a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
