package io.tidewire.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.tidewire.connection.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A [Listener] at work.
final class Binding {
  // How many connections the system may complete before they are accepted; it cuts this down to its
  // own limit (net.core.somaxconn).
  private static final int BACKLOG = 4096;

  private final Listener listener;
  private final Optional<ListenerTls> tls;
  private final Channel channel;

  private Binding(Listener listener, Optional<ListenerTls> tls, Channel channel) {
    this.listener = listener;
    this.tls = tls;
    this.channel = channel;
  }

  /// Listens from now on.
  ///
  /// @throws UncheckedIOException when that is not possible; the message says why
  static Binding open(Listener listener, EventLoops loops, Service service) {
    Optional<ListenerTls> tls = listener.tls().map(ListenerTls::new);
    try {
      ServerBootstrap bootstrap =
          new ServerBootstrap()
              .group(loops.group())
              .handler(new AcceptFailures(service.tally()))
              .childHandler(new Pipeline(tls, service));
      ChannelFuture bound = bind(bootstrap, listener, loops).awaitUninterruptibly();
      if (!bound.isSuccess()) {
        throw failure(listener, bound.cause());
      }
      return new Binding(listener, tls, bound.channel());
    } catch (RuntimeException failure) {
      tls.ifPresent(ListenerTls::release);
      throw failure;
    }
  }

  private static ChannelFuture bind(
      ServerBootstrap bootstrap, Listener listener, EventLoops loops) {
    bootstrap.option(ChannelOption.SO_BACKLOG, BACKLOG);
    if (listener.path().isPresent()) {
      UnixSockets.clear(listener.path().get());
      return bootstrap
          .channel(loops.unixServerChannel())
          .bind(loops.unixAddress(listener.path().get()));
    }
    return bootstrap
        .channel(loops.serverChannel())
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .bind(listener.address().get());
  }

  /// Where this listens, with the port that was free if the listener asked for any.
  SocketAddress address() {
    return listener.path().isPresent()
        ? UnixDomainSocketAddress.of(listener.path().get())
        : channel.localAddress();
  }

  /// Whether this is that listener at work, and speaks TLS.
  boolean speaksTlsFor(Listener other) {
    return listener == other && tls.isPresent();
  }

  /// Speaks TLS as this says from now on.
  void replaceTls(ServerTls fresh) {
    tls.orElseThrow().replace(fresh);
  }

  /// Such as `https://127.0.0.1:8443 (BoringSSL)`.
  String describe() {
    if (listener.path().isPresent()) {
      return "unix:" + listener.path().get();
    }
    InetSocketAddress address = (InetSocketAddress) channel.localAddress();
    // RFC 5952 §4.2: as people write the two that are all zeros
    String host = address.getAddress().getHostAddress().replaceFirst("^(0:){7}0?", "::");
    return (tls.isPresent() ? "https://" : "http://")
        + (host.indexOf(':') < 0 ? host : "[" + host + "]")
        + (":" + address.getPort())
        + listener.tls().map(spoken -> " (" + spoken.provider() + ")").orElse("");
  }

  /// Accepts no more. What was accepted stays.
  ///
  /// @return completes when the address is free again
  CompletableFuture<Void> close() {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel
        .close()
        .addListener(done -> {
          listener.path().ifPresent(UnixSockets::remove);
          closed.complete(null);
        });
    return closed;
  }

  /// Gives back what TLS holds, once the last connection has ended.
  void release() {
    tls.ifPresent(ListenerTls::release);
  }

  // Each transport has its own exceptions; what they share is the system's own words.
  private static UncheckedIOException failure(Listener listener, Throwable cause) {
    String words = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String why;
    if (listener.address().filter(InetSocketAddress::isUnresolved).isPresent()) {
      why = listener + " cannot be listened on: that name has no address";
    } else if (words.contains("in use")) {
      why = listener + " is in use: another program listens there";
    } else if (words.contains("permission denied")) {
      why = listener + " is not permitted to this user";
    } else if (words.contains("assign requested address")) {
      why = listener + " cannot be listened on: this machine does not have that address";
    } else {
      why = listener + " cannot be listened on: " + cause.getMessage();
    }
    IOException io = new BindException(why);
    io.initCause(cause);
    return new UncheckedIOException(why, io);
  }
}
