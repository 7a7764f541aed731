package io.tidewire.connection;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.tidewire.Transport;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The event loops of one transport, and the channel types that go with it. A few threads carry any
/// number of connections.
public final class EventLoops implements AutoCloseable {
  private final Transport transport;
  private final Sockets sockets;
  private final EventLoopGroup group;

  private EventLoops(Transport transport, int threads) {
    this.transport = transport;
    this.sockets = Sockets.of(transport);
    this.group = new Group(threads, threads(transport), sockets.loop);
  }

  /// The loops that everything in this process shares unless told otherwise: one a core, on daemon
  /// threads, never closed.
  public static EventLoops shared() {
    return Shared.LOOPS;
  }

  /// Loops of one's own.
  ///
  /// @throws IllegalArgumentException when this machine does not have the transport; the message
  ///   says why
  public static EventLoops create(Transport transport, int threads) {
    return new EventLoops(transport == Transport.AUTO ? best() : available(transport), threads);
  }

  /// Whether the calling thread is an event loop, which must not block.
  public static boolean onEventLoop() {
    return Thread.currentThread() instanceof LoopThread;
  }

  /// The transport in use; never [Transport#AUTO].
  public Transport transport() {
    return transport;
  }

  public EventLoopGroup group() {
    return group;
  }

  public Class<? extends Channel> socketChannel() {
    return sockets.tcp;
  }

  public Class<? extends ServerChannel> serverChannel() {
    return sockets.tcpServer;
  }

  /// The client's channel type for a Unix domain socket.
  public Class<? extends Channel> unixChannel() {
    return sockets.unix;
  }

  /// The server's channel type for a Unix domain socket.
  public Class<? extends ServerChannel> unixServerChannel() {
    return sockets.unixServer;
  }

  /// The address of a Unix domain socket in the form that this transport's channels take.
  public SocketAddress unixAddress(Path path) {
    return transport == Transport.NIO
        ? UnixDomainSocketAddress.of(path)
        : new DomainSocketAddress(path.toFile());
  }

  /// Ends the loops; the shared ones stay. Returns when the threads are done or two seconds have
  /// passed.
  @Override
  public void close() {
    if (this == Shared.LOOPS) {
      return;
    }
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    if (!onEventLoop()) {
      group.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
  }

  private static Transport best() {
    if (Epoll.isAvailable()) {
      return Transport.EPOLL;
    }
    return KQueue.isAvailable() ? Transport.KQUEUE : Transport.NIO;
  }

  private static Transport available(Transport transport) {
    Throwable why =
        switch (transport) {
          case EPOLL -> Epoll.unavailabilityCause();
          case IO_URING -> IoUring.unavailabilityCause();
          case KQUEUE -> KQueue.unavailabilityCause();
          default -> null;
        };
    if (why != null) {
      throw new IllegalArgumentException(
          "this machine has no " + transport + ": " + rootCause(why).getMessage(), why);
    }
    return transport;
  }

  private static Throwable rootCause(Throwable failure) {
    return failure.getCause() == null ? failure : rootCause(failure.getCause());
  }

  private static ThreadFactory threads(Transport transport) {
    AtomicInteger count = new AtomicInteger();
    String name = "tidewire-" + transport.name().toLowerCase(Locale.ROOT) + "-";
    return task -> new LoopThread(task, name + count.incrementAndGet());
  }

  private static final class Shared {
    static final EventLoops LOOPS =
        create(Transport.AUTO, Runtime.getRuntime().availableProcessors());
  }

  /// The channel types of one transport.
  private record Sockets(
      IoHandlerFactory loop,
      Class<? extends Channel> tcp,
      Class<? extends ServerChannel> tcpServer,
      Class<? extends Channel> unix,
      Class<? extends ServerChannel> unixServer) {

    static Sockets of(Transport transport) {
      return switch (transport) {
        case EPOLL ->
            new Sockets(
                EpollIoHandler.newFactory(),
                EpollSocketChannel.class,
                EpollServerSocketChannel.class,
                EpollDomainSocketChannel.class,
                EpollServerDomainSocketChannel.class);
        case IO_URING ->
            new Sockets(
                IoUringIoHandler.newFactory(),
                IoUringSocketChannel.class,
                IoUringServerSocketChannel.class,
                IoUringDomainSocketChannel.class,
                IoUringServerDomainSocketChannel.class);
        case KQUEUE ->
            new Sockets(
                KQueueIoHandler.newFactory(),
                KQueueSocketChannel.class,
                KQueueServerSocketChannel.class,
                KQueueDomainSocketChannel.class,
                KQueueServerDomainSocketChannel.class);
        case NIO, AUTO ->
            new Sockets(
                NioIoHandler.newFactory(),
                NioSocketChannel.class,
                NioServerSocketChannel.class,
                NioDomainSocketChannel.class,
                NioServerDomainSocketChannel.class);
      };
    }
  }

  /// Netty's own loop ends without closing its channels when it is told to end at a certain moment
  /// of its turn; what these hold would never be given back, and nobody would be told.
  private static final class Group extends MultiThreadIoEventLoopGroup {
    Group(int threads, ThreadFactory factory, IoHandlerFactory io) {
      super(threads, factory, io);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... unused) {
      return new SingleThreadIoEventLoop(this, executor, io) {
        @Override
        protected void run() {
          super.run();
          if (getNumOfRegisteredChannels() > 0) {
            ioHandler().prepareToDestroy();
          }
        }
      };
    }
  }

  /// Marks event loop threads, so that a call that would block one is known.
  private static final class LoopThread extends FastThreadLocalThread {
    LoopThread(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }
}
