package io.tidewire.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A set of network addresses, written as CIDR blocks (RFC 4632 §3.1). Immutable.
public final class Networks {
  /// No address at all.
  public static final Networks NONE = new Networks(List.of(), false);

  /// This machine: `127.0.0.0/8`, `::1` and Unix domain sockets.
  public static final Networks LOOPBACK = of("127.0.0.0/8", "::1", "unix");

  /// What cannot be reached across the internet: this machine, private networks (RFC 1918), those
  /// between a carrier's or a cloud's machines (RFC 6598), those of one link (RFC 3927), and their
  /// like in IPv6 (RFC 4193, RFC 4291 §2.5.6).
  public static final Networks PRIVATE =
      of(
          "127.0.0.0/8",
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "169.254.0.0/16",
          "::1",
          "fc00::/7",
          "fe80::/10",
          "unix");

  private final List<Block> blocks;
  private final boolean unix;

  private Networks(List<Block> blocks, boolean unix) {
    this.blocks = blocks;
    this.unix = unix;
  }

  /// These addresses.
  ///
  /// @param blocks each an address such as `192.0.2.1` or `2001:db8::1`, or a block such as
  ///   `10.0.0.0/8`, or `unix` for whoever comes over a Unix domain socket
  /// @throws IllegalArgumentException when one of them is not that, or has bits set behind its
  ///   prefix
  public static Networks of(String... blocks) {
    List<Block> parsed = new ArrayList<>();
    for (String block : blocks) {
      if (!block.equals("unix")) {
        parsed.add(Block.parse(block));
      }
    }
    return new Networks(List.copyOf(parsed), Arrays.asList(blocks).contains("unix"));
  }

  /// Whether an address is one of these.
  public boolean contains(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when !inet.isUnresolved() -> contains(inet.getAddress());
      case UnixDomainSocketAddress _ -> unix;
      default -> false;
    };
  }

  private boolean contains(InetAddress address) {
    byte[] bytes = bytes(address);
    return blocks.stream().anyMatch(block -> block.contains(bytes));
  }

  /// The bytes of an address: 4 also where one of IPv4 is written as one of IPv6 (RFC 4291
  /// §2.5.5.2), as a socket that listens on both may tell it.
  static byte[] bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address && isMapped(bytes)
        ? Arrays.copyOfRange(bytes, 12, 16)
        : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    byte[] prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    return Arrays.mismatch(bytes, prefix) == prefix.length;
  }

  /// Whether there are none.
  boolean isEmpty() {
    return blocks.isEmpty() && !unix;
  }

  @Override
  public String toString() {
    List<String> names = new ArrayList<>(blocks.stream().map(Block::toString).toList());
    if (unix) {
      names.add("unix");
    }
    return names.toString();
  }

  /// @param bits how many of the first bits count
  private record Block(InetAddress first, int bits) {

    static Block parse(String text) {
      int slash = text.indexOf('/');
      try {
        InetAddress first = AddressLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        int length = bytes(first).length * 8;
        int bits = slash < 0 ? length : Integer.parseUnsignedInt(text.substring(slash + 1));
        if (bits <= length && isClear(bytes(first), bits)) {
          return new Block(first, bits);
        }
      } catch (IllegalArgumentException malformed) {
        throw notOne(text, malformed);
      }
      throw notOne(text, null);
    }

    private static IllegalArgumentException notOne(String text, IllegalArgumentException cause) {
      return new IllegalArgumentException(
          "a network is written as 10.0.0.0/8 or fd00::/8, with no bit set behind the prefix, or"
              + " as an address, and "
              + text
              + " is not",
          cause);
    }

    private static boolean isClear(byte[] bytes, int bits) {
      for (int i = bits; i < bytes.length * 8; i++) {
        if (isSet(bytes, i)) {
          return false;
        }
      }
      return true;
    }

    private static boolean isSet(byte[] bytes, int bit) {
      return (bytes[bit / 8] >> (7 - bit % 8) & 1) == 1;
    }

    boolean contains(byte[] address) {
      byte[] mine = bytes(first);
      if (mine.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      int shift = 8 - bits % 8;
      return Arrays.equals(mine, 0, whole, address, 0, whole)
          && (shift == 8 || (mine[whole] & 0xFF) >> shift == (address[whole] & 0xFF) >> shift);
    }

    @Override
    public String toString() {
      return first.getHostAddress() + "/" + bits;
    }
  }
}
