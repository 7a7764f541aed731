package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.tidewire.Transport;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Event loops of each transport that this machine has.
class EventLoopsTest {

  @ParameterizedTest
  @EnumSource(value = Transport.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void aTransportIsThereOrTheMachineSaysWhyNot(Transport transport) throws Exception {
    if (isAvailable(transport)) {
      try (EventLoops loops = EventLoops.create(transport, 1)) {
        assertThat(loops.transport()).isEqualTo(transport);
        String name = Soon.get(loops.group().submit(() -> Thread.currentThread().getName()));
        assertThat(name).isEqualTo("tidewire-" + transport.name().toLowerCase(Locale.ROOT) + "-1");
        assertThat(Soon.get(loops.group().submit(EventLoops::onEventLoop))).isTrue();
        assertThat(Soon.get(loops.group().submit(() -> Thread.currentThread().isDaemon())))
            .isTrue();
      }
    } else {
      assertThatThrownBy(() -> EventLoops.create(transport, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("this machine has no " + transport + ": .{5,}")
          .hasCauseInstanceOf(Throwable.class);
    }
  }

  @Test
  void autoTakesTheFirstThatIsThere() {
    try (EventLoops loops = EventLoops.create(Transport.AUTO, 1)) {
      Transport best =
          Epoll.isAvailable()
              ? Transport.EPOLL
              : KQueue.isAvailable() ? Transport.KQUEUE : Transport.NIO;
      assertThat(loops.transport()).isEqualTo(best);
    }
  }

  @Test
  void otherThreadsAreNotEventLoops() {
    assertThat(EventLoops.onEventLoop()).isFalse();
  }

  @Test
  void closingEndsTheThreads() throws Exception {
    EventLoops loops = EventLoops.create(Transport.NIO, 2);
    Thread thread = Soon.get(loops.group().submit(Thread::currentThread));
    loops.close();
    Soon.until(() -> !thread.isAlive());
    assertThat(loops.group().isTerminated()).isTrue();
  }

  @Test
  void loopsMayBeClosedFromThemselves() throws Exception {
    EventLoops loops = EventLoops.create(Transport.NIO, 1);
    Soon.get(loops.group().submit(loops::close));
    Soon.get(loops.group().terminationFuture());
  }

  @Test
  void theSharedLoopsStay() throws Exception {
    EventLoops.shared().close();
    assertThat(EventLoops.shared().group().isShuttingDown()).isFalse();
    assertThat(Soon.get(EventLoops.shared().group().submit(() -> "alive"))).isEqualTo("alive");
    assertThat(EventLoops.shared()).isSameAs(EventLoops.shared());
  }

  @Test
  void eachTransportHasItsFormOfAUnixAddress() {
    Path path = Path.of("/run/tidewire.sock");
    try (EventLoops nio = EventLoops.create(Transport.NIO, 1)) {
      assertThat(nio.unixAddress(path)).isEqualTo(UnixDomainSocketAddress.of(path));
    }
    assumeThat(Epoll.isAvailable()).isTrue();
    try (EventLoops epoll = EventLoops.create(Transport.EPOLL, 1)) {
      assertThat(epoll.unixAddress(path)).isEqualTo(new DomainSocketAddress(path.toString()));
    }
  }

  private static boolean isAvailable(Transport transport) {
    return switch (transport) {
      case EPOLL -> Epoll.isAvailable();
      case IO_URING -> IoUring.isAvailable();
      case KQUEUE -> KQueue.isAvailable();
      default -> true;
    };
  }
}
