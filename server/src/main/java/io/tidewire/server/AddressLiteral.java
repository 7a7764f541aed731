package io.tidewire.server;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Addresses as proxies and administrators write them. Nothing here is ever looked up.
final class AddressLiteral {
  // Four numbers: the JDK would take 10.1 and 127 for addresses too.
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  // Without a zone, which means nothing on another machine and would be looked for on this one.
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*");

  private AddressLiteral() {}

  /// @throws IllegalArgumentException when the text is no address
  static InetAddress parse(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      throw new IllegalArgumentException("no address: " + text);
    }
    return InetAddress.ofLiteral(text);
  }
}
