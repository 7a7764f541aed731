package io.tidewire.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.tidewire.connection.EventLoops;
import io.tidewire.protocol.ClientHandshake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The ways to a server, the best one first, each with the handler of a proxy if it leads through
/// one.
record Route(Class<? extends Channel> channelType, List<Way> ways) {

  /// One way.
  ///
  /// @param first the address that TCP connects to: the server's or the proxy's
  /// @param destination what to ask the channel to connect to: behind a proxy it is not `first`
  /// @param proxy speaks to the proxy; empty without one
  record Way(SocketAddress first, SocketAddress destination, List<ChannelHandler> proxy) {}

  static Route to(ClientHandshake handshake, Proxy proxy, Settings settings, Deadline deadline)
      throws Unreachable, InterruptedException {
    EventLoops loops = settings.loops();
    if (settings.unix().isPresent()) {
      SocketAddress address = loops.unixAddress(settings.unix().get());
      return new Route(loops.unixChannel(), List.of(direct(address)));
    }
    String host = proxy.isDirect() ? handshake.host() : proxy.host();
    int port = proxy.isDirect() ? handshake.port() : proxy.port();
    List<Way> ways = new ArrayList<>();
    for (InetAddress address : alternating(lookUp(host, settings.resolver(), deadline))) {
      InetSocketAddress first = new InetSocketAddress(address, port);
      ways.add(proxy.isDirect() ? direct(first) : through(proxy, first, handshake));
    }
    return new Route(loops.socketChannel(), ways);
  }

  private static Way direct(SocketAddress address) {
    return new Way(address, address, List.of());
  }

  private static Way through(Proxy proxy, InetSocketAddress first, ClientHandshake handshake) {
    return new Way(
        first, destination(handshake.host(), handshake.port()), List.of(proxy.handler(first)));
  }

  /// A name stays a name: the proxy looks it up, where it may mean something else than here.
  private static InetSocketAddress destination(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    } catch (IllegalArgumentException isName) {
      return InetSocketAddress.createUnresolved(host, port);
    }
  }

  private static InetAddress[] lookUp(String host, Resolver resolver, Deadline deadline)
      throws Unreachable, InterruptedException {
    // Looking a name up cannot be interrupted, so another thread does it and may be left behind.
    CompletableFuture<InetAddress[]> addresses = new CompletableFuture<>();
    Thread.ofVirtual().name("tidewire-resolve").start(() -> complete(addresses, host, resolver));
    try {
      return addresses.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new Unreachable("no address for host " + host, e.getCause());
    } catch (TimeoutException e) {
      throw new Unreachable("no address for host " + host + " within " + deadline, e);
    }
  }

  private static void complete(
      CompletableFuture<InetAddress[]> addresses, String host, Resolver resolver) {
    try {
      addresses.complete(resolver.resolve(host));
    } catch (UnknownHostException | RuntimeException e) {
      addresses.completeExceptionally(e);
    }
  }

  /// IPv6 and IPv4 in turn, beginning with the family that the resolver put first, so that one that
  /// leads nowhere costs one step only (RFC 8305 §4).
  static List<InetAddress> alternating(InetAddress[] addresses) {
    Class<?> preferred = addresses.length == 0 ? null : addresses[0].getClass();
    Iterator<InetAddress> first =
        Arrays.stream(addresses).filter(a -> a.getClass() == preferred).iterator();
    Iterator<InetAddress> second =
        Arrays.stream(addresses).filter(a -> a.getClass() != preferred).iterator();
    List<InetAddress> all = new ArrayList<>(addresses.length);
    while (first.hasNext() || second.hasNext()) {
      if (first.hasNext()) {
        all.add(first.next());
      }
      if (second.hasNext()) {
        all.add(second.next());
      }
    }
    return all;
  }
}
