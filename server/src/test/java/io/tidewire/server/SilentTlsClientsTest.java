package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.OriginRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that open a connection for TLS and say nothing, or stop in the midst of their first
/// record.
class SilentTlsClientsTest {
  private static final int CLIENTS = 200;
  // Accepted, read once, closed at the deadline, each perhaps in a turn of its own, and as much
  // again for what wakes a loop for nothing. One that spins takes that many in a millisecond.
  private static final int TURNS_EACH = 8;

  private final AtomicLong turns = new AtomicLong();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void areGoneAtTheDeadlineAndKeepNoLoopBusyUntilThen(boolean jdk) throws Exception {
    ServerTls tls =
        ServerTls.keys(
            Certificates.selfSigned(Algorithm.ecp256, "localhost").toKeyManagerFactory());
    ListenerTls spoken = new ListenerTls(jdk ? tls.withJdk() : tls);
    Service service = service();
    try (EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, counting(transport()))) {
      Channel listener = listen(loops, new Pipeline(Optional.of(spoken), service));
      List<RawClient> clients = silent(((InetSocketAddress) listener.localAddress()).getPort());
      Servers.await(() -> service.figures().accepted() == CLIENTS);
      assertThat(service.figures().connections()).isEqualTo(CLIENTS);

      for (RawClient client : clients) {
        assertThat(client.rest()).isEmpty();
        client.close();
      }
      Servers.await(() -> service.figures().connections() == 0);

      assertThat(service.figures().late()).isEqualTo(CLIENTS);
      assertThat(service.admission().sources()).isZero();
      assertThat(turns.get()).isLessThan(CLIENTS * TURNS_EACH);
    } finally {
      spoken.release();
    }
  }

  private static Service service() {
    ServerLimits limits =
        ServerLimits.DEFAULTS
            .withUncounted(Networks.NONE)
            .withHandshakeTimeout(Duration.ofSeconds(3));
    Application application =
        new Application(
            new Routes(List.of()),
            OriginRule.sameOrigin(),
            Hosts.ANY,
            List.of(),
            WebSocketOptions.DEFAULTS,
            Hooks.NONE,
            Optional::empty);
    return Service.of(limits, TrustedProxies.NONE, application, new OpenConnections());
  }

  private static Channel listen(EventLoopGroup loops, Pipeline pipeline) {
    Class<? extends ServerChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    return new ServerBootstrap()
        .group(loops)
        .channel(type)
        .childHandler(pipeline)
        .bind(InetAddress.getLoopbackAddress(), 0)
        .syncUninterruptibly()
        .channel();
  }

  private static List<RawClient> silent(int port) throws Exception {
    byte[] hello = clientHello();
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
      // Every second one says nothing at all.
      client.send(Arrays.copyOf(hello, i % 2 * hello.length / 2));
      clients.add(client);
    }
    return clients;
  }

  private static byte[] clientHello() throws Exception {
    SSLEngine client = SSLContext.getDefault().createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  private static IoHandlerFactory transport() {
    return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  /// Counts how often a loop asks the system what has happened.
  private IoHandlerFactory counting(IoHandlerFactory transport) {
    return executor -> {
      IoHandler io = transport.newHandler(executor);
      return new IoHandler() {
        @Override
        public int run(IoHandlerContext context) {
          turns.incrementAndGet();
          return io.run(context);
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
          return io.register(handle);
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
          return io.isCompatible(type);
        }

        @Override
        public void wakeup() {
          io.wakeup();
        }

        @Override
        public void initialize() {
          io.initialize();
        }

        @Override
        public void prepareToDestroy() {
          io.prepareToDestroy();
        }

        @Override
        public void destroy() {
          io.destroy();
        }
      };
    };
  }
}
