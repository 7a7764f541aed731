package io.tidewire.client;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Finds the addresses of a host; blocks while it does.
@FunctionalInterface
interface Resolver {
  /// The machine's own way: its hosts file, then DNS, as configured.
  Resolver SYSTEM = InetAddress::getAllByName;

  /// All addresses of a host, the preferred one first; at least one.
  ///
  /// @param host a name, or an address, which comes back as it is
  InetAddress[] resolve(String host) throws UnknownHostException;
}
