package io.tidewire.server;

import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The names by which a server may be called. A page whose own name has been made to lead to this
/// server (DNS rebinding) is of the same origin as what it then asks for, and only its name gives
/// it away.
final class Hosts {
  static final Hosts ANY = new Hosts(Optional.empty());

  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+|\\[[0-9a-f:.]+]");
  // RFC 9110 §15.5.20: 421 (Misdirected Request)
  private static final Refusal STRANGE =
      Refusal.of(
          421,
          "the field Host has a name that this server does not answer to: use one of its own, or"
              + " add that name to the server's hosts");

  // In lower case; empty for any.
  private final Optional<Set<String>> names;

  private Hosts(Optional<Set<String>> names) {
    this.names = names;
  }

  /// @throws IllegalArgumentException when one is not a name or an address alone
  static Hosts of(String... names) {
    Set<String> known = new HashSet<>();
    for (String name : names) {
      String written = name.toLowerCase(Locale.ROOT);
      if (!NAME.matcher(written).matches()) {
        throw new IllegalArgumentException(
            "a host is a name such as example.com, or an address such as 127.0.0.1 or [::1],"
                + " without a port, and "
                + name
                + " is not");
      }
      known.add(written);
    }
    return new Hosts(Optional.of(Set.copyOf(known)));
  }

  /// Why a request with these fields is not for this server, if so. One without a `Host` is not a
  /// browser's, and is left to other rules.
  Optional<Refusal> check(Headers headers) {
    List<String> hosts = headers.all("Host");
    boolean known =
        names.isEmpty() || hosts.stream().map(Hosts::name).allMatch(names.get()::contains);
    return known ? Optional.empty() : Optional.of(STRANGE);
  }

  // Without the port, since whoever forwards one may change it; and without the dot of a name that
  // is written out to the root.
  private static String name(String host) {
    int end = host.indexOf(':', Math.max(host.indexOf(']'), 0));
    String name = end < 0 ? host : host.substring(0, end);
    return (name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
        .toLowerCase(Locale.ROOT);
  }
}
