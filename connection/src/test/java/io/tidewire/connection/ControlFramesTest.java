package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How many pings and pongs a peer may send, and what their times tell.
class ControlFramesTest {
  private static final Frame PING = Frame.ping("");
  private static final Frame PONG = Frame.pong(new byte[0]);

  private static Frame[] many(Frame frame, int count) {
    return Collections.nCopies(count, frame).toArray(Frame[]::new);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aPingFloodEndsTheConnectionWith1008(Role role) {
    End end = End.of(role).opened();
    end.receives(many(PING, 1000)).then();
    assertThat(end.sent()).hasSize(1000);
    end.receives(many(PING, 1000))
        .then("closed 1008 more than 100 pings and pongs a second (LOCAL)");
    // The frame that was one too many had its pong before it was counted.
    end.thenSent("pong ", "close 1008 more than 100 pings and pongs a second");
    end.peerEnds();
  }

  @Test
  void aBurstOfTenSecondsIsNoFloodAndTheTimeBetweenCounts() {
    End end = End.server().opened();
    end.receives(many(PING, 1000));
    for (int i = 0; i < 20; i++) {
      end.after(Duration.ofSeconds(1)).receives(many(PING, 90));
    }
    end.then();
    end.receives(many(PING, 500))
        .then("closed 1008 more than 100 pings and pongs a second (LOCAL)");
    end.peerEnds();
  }

  @Test
  void pongsThatNobodyAskedForCountToo() {
    End end = End.server().opened();
    end.receives(many(PONG, 1001))
        .then("closed 1008 more than 100 pings and pongs a second (LOCAL)");
    end.peerEnds();
  }

  @Test
  void pongsThatWereAskedForDoNot() {
    End end = End.server().opened();
    for (int i = 1; i <= 3000; i++) {
      CompletableFuture<Duration> pong = end.ws.ping();
      end.receives(Frame.pong(new byte[] {0, 0, 0, 0, 0, 0, (byte) (i >> 8), (byte) i}));
      assertThat(pong).isCompleted();
    }
    end.then().peerEnds();
  }

  @Test
  void theLimitMayBeAnotherOrNone() {
    End strict = End.server(WebSocketOptions.DEFAULTS.withControlFrames(1)).opened();
    strict.receives(many(PING, 10)).then();
    strict.receives(PING).then("closed 1008 more than 1 pings and pongs a second (LOCAL)");
    strict.peerEnds();
    End lax = End.server(WebSocketOptions.DEFAULTS.withControlFrames(0)).opened();
    lax.receives(many(PING, 5000)).then();
    lax.peerEnds();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theHeartbeatTellsTheRoundTripTime(Role role) {
    End end = End.of(role).opened();
    assertThat(end.ws.roundTripTime()).isEmpty();
    end.after(Duration.ofMillis(25_100)).thenSent("ping ");
    end.stands(Duration.ofMillis(40)).receives(PONG);
    assertThat(end.ws.roundTripTime().orElseThrow().toMillis()).isBetween(40L, 240L);
    // Nobody asked for this one.
    Duration before = end.ws.roundTripTime().orElseThrow();
    end.stands(Duration.ofSeconds(5)).receives(PONG);
    assertThat(end.ws.roundTripTime()).contains(before);
    end.peerEnds();
  }

  @Test
  void aPingOfTheApplicationsTellsItToo() {
    End end = End.server().opened();
    CompletableFuture<Duration> pong = end.ws.ping();
    end.stands(Duration.ofMillis(70)).receives(Frame.pong(new byte[] {0, 0, 0, 0, 0, 0, 0, 1}));
    assertThat(pong).isCompletedWithValue(Duration.ofMillis(70));
    assertThat(end.ws.roundTripTime()).contains(Duration.ofMillis(70));
    end.peerEnds();
  }
}
