package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {
  private final Tally tally = new Tally();
  private final EmbeddedChannel listener = new EmbeddedChannel(new AcceptFailures(tally));

  AcceptFailuresTest() {
    listener.freezeTime();
  }

  private void fail() {
    listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
  }

  @Test
  void aListenerThatCannotAcceptPausesForASecondAndGoesOn() {
    fail();

    assertThat(listener.config().isAutoRead()).isFalse();
    listener.advanceTimeBy(999, TimeUnit.MILLISECONDS);
    listener.runScheduledPendingTasks();
    assertThat(listener.config().isAutoRead()).isFalse();
    listener.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    listener.runScheduledPendingTasks();
    assertThat(listener.config().isAutoRead()).isTrue();
    assertThat(listener.isOpen()).isTrue();
  }

  @Test
  void eachTimeIsCountedAndLogged() {
    try (Logs logs = new Logs()) {
      fail();
      fail();

      assertThat(logs.lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("cannot accept connections on "))
          .allMatch(line -> line.endsWith(" and tries again in a second: Too many open files"));
    }
    assertThat(tally.figures(0, 0).acceptFailures()).isEqualTo(2);
  }
}
