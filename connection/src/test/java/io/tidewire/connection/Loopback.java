package io.tidewire.connection;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.tidewire.BlockingHandler;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Connections over real sockets of this machine, open at once, without an HTTP handshake. One
/// event loop drives all of them.
final class Loopback implements AutoCloseable {
  final EventLoops loops;
  private final Channel listener;
  // Null without TLS.
  private final Tls tls;
  private final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();

  /// How a connection is put to work on a channel.
  interface Opening {
    WebSocket open(Channel channel);
  }

  record Tls(SslContext server, SslContext client) {}

  /// One end, and its channel.
  record Accepted(WebSocket ws, Channel channel) {}

  private Loopback(EventLoops loops, SocketAddress address, Tls tls, Opening opening) {
    this.loops = loops;
    this.tls = tls;
    boolean tcp = address instanceof InetSocketAddress;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(tcp ? loops.serverChannel() : loops.unixServerChannel())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    Connections.prepare(channel);
                    if (tls != null) {
                      channel.pipeline().addLast(tls.server.newHandler(channel.alloc()));
                    }
                    whenReady(
                        channel, () -> accepted.add(new Accepted(opening.open(channel), channel)));
                  }
                });
    if (tcp) {
      // Little room in the kernel, so that a peer that does not read is soon noticed.
      bootstrap.childOption(ChannelOption.SO_SNDBUF, 64 << 10);
    }
    listener = bootstrap.bind(address).syncUninterruptibly().channel();
  }

  // ---- making

  static Loopback of(Transport transport, Opening opening) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Loopback(EventLoops.create(transport, 1), any, null, opening);
  }

  static Loopback of(Transport transport, Tls tls, Opening opening) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Loopback(EventLoops.create(transport, 1), any, tls, opening);
  }

  static Loopback unix(Transport transport, Path path, Opening opening) {
    EventLoops loops = EventLoops.create(transport, 1);
    return new Loopback(loops, loops.unixAddress(path), null, opening);
  }

  static Opening events(WebSocketOptions options, WebSocketHandler handler) {
    return channel -> Connections.open(channel, Settled.as(Role.SERVER, options), handler);
  }

  static Opening blocking(WebSocketOptions options) {
    return channel -> Connections.open(channel, Settled.as(Role.SERVER, options));
  }

  static Opening serving(WebSocketOptions options, BlockingHandler handler) {
    return channel -> Connections.serve(channel, Settled.as(Role.SERVER, options), handler);
  }

  static Opening echo() {
    return events(
        WebSocketOptions.DEFAULTS, WebSocketHandler.onMessage((ws, message) -> ws.send(message)));
  }

  // ---- peers

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// A peer that we write by hand.
  RawPeer raw() throws IOException {
    return new RawPeer(port());
  }

  /// A client of ours.
  Accepted client(Opening opening) throws Exception {
    boolean tcp = listener.localAddress() instanceof InetSocketAddress;
    Channel channel =
        new Bootstrap()
            .group(loops.group())
            .channel(tcp ? loops.socketChannel() : loops.unixChannel())
            .option(ChannelOption.AUTO_READ, tls != null) // nothing is read before it is open
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    Connections.prepare(fresh);
                    if (tls != null) {
                      fresh.pipeline().addLast(tls.client.newHandler(fresh.alloc()));
                    }
                  }
                })
            .connect(listener.localAddress())
            .sync()
            .channel();
    CompletableFuture<Accepted> client = new CompletableFuture<>();
    loops
        .group()
        .execute(() ->
            whenReady(
                channel,
                () -> {
                  client.complete(new Accepted(opening.open(channel), channel));
                  channel.config().setAutoRead(true);
                }));
    return Soon.get(client);
  }

  // Where TLS is spoken, only once its handshake is done.
  private static void whenReady(Channel channel, Runnable open) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      open.run();
    } else {
      handler.handshakeFuture().addListener(done -> open.run());
    }
  }

  Accepted blockingClient(WebSocketOptions options) throws Exception {
    return client(channel -> Connections.open(channel, Settled.as(Role.CLIENT, options)));
  }

  /// The server's end of the connection that was accepted next.
  Accepted accepted() throws InterruptedException {
    Accepted next = accepted.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no connection came");
    }
    return next;
  }

  /// Runs on the event loop, and waits for it.
  <T> T onLoop(Callable<T> task) throws Exception {
    return Soon.get(loops.group().submit(task));
  }

  /// Waits until a connection's socket is not read.
  void untilPaused(Accepted connection) {
    Soon.until(() -> isPaused(connection));
  }

  private boolean isPaused(Accepted connection) {
    try {
      return onLoop(() -> !connection.channel().config().isAutoRead());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    loops.close();
  }
}
