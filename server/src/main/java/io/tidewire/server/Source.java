package io.tidewire.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Who is counted as one: an address of IPv4, or all that begin with the same 64 bits in IPv6, for
/// a single machine has those to choose from (RFC 4291 §2.5.1).
///
/// @param bits the address of IPv4, or the first half of one of IPv6
record Source(boolean ipv6, long bits) {

  static Source of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(Networks.bytes(address));
    return bytes.remaining() == 4
        ? new Source(false, bytes.getInt())
        : new Source(true, bytes.getLong());
  }

  /// A number that differs from any other's, but for an IPv6 network that does not exist.
  long number() {
    return ipv6 ? bits : bits & 0xFFFF_FFFFL;
  }
}
