package io.tidewire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.protocol.FrameObserver;
import io.tidewire.protocol.Limits;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WebSocketOptionsTest {
  private static final WebSocketOptions DEFAULTS = WebSocketOptions.DEFAULTS;
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theDefaultsAreWhatTheDocumentationSays() {
    assertThat(DEFAULTS.limits()).isEqualTo(new Limits(1 << 20, 1 << 20, 1024));
    assertThat(DEFAULTS.streaming()).isFalse();
    assertThat(DEFAULTS.queueLimit()).isEqualTo(1 << 20);
    assertThat(DEFAULTS.highWater()).isEqualTo(256 << 10);
    assertThat(DEFAULTS.lowWater()).isEqualTo(64 << 10);
    assertThat(DEFAULTS.overflow()).isEqualTo(OverflowPolicy.CLOSE);
    assertThat(DEFAULTS.pingAfter()).isEqualTo(Duration.ofSeconds(25));
    assertThat(DEFAULTS.deadAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(DEFAULTS.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(DEFAULTS.writeTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(DEFAULTS.frameObserver()).isEmpty();
  }

  @Test
  void eachWithChangesOneThing() throws Exception {
    Limits limits = new Limits(1, 1, 1);
    BiConsumer<WebSocket, Throwable> hook = (ws, failure) -> {};
    FrameObserver observer = (sent, fin, rsv, opcode, masked, length) -> {};
    changes(DEFAULTS.withLimits(limits), "limits", limits);
    changes(DEFAULTS.withStreaming(true), "streaming", true);
    changes(DEFAULTS.withQueueLimit(1), "queueLimit", 1);
    changes(DEFAULTS.withOverflow(OverflowPolicy.CONFLATE), "overflow", OverflowPolicy.CONFLATE);
    changes(DEFAULTS.withCloseTimeout(SECOND), "closeTimeout", SECOND);
    changes(DEFAULTS.withWriteTimeout(SECOND), "writeTimeout", SECOND);
    changes(DEFAULTS.withErrorHook(hook), "errorHook", hook);
    changes(DEFAULTS.withFrameObserver(observer), "frameObserver", java.util.Optional.of(observer));
    changes(DEFAULTS.withWaterMarks(1, 2), "lowWater", 1, "highWater", 2);
    changes(
        DEFAULTS.withHeartbeat(SECOND, SECOND.plus(SECOND)),
        "pingAfter",
        SECOND,
        "deadAfter",
        SECOND.plus(SECOND));
  }

  private static void changes(WebSocketOptions changed, Object... namesAndValues)
      throws ReflectiveOperationException {
    List<Object> different = new ArrayList<>();
    for (RecordComponent each : WebSocketOptions.class.getRecordComponents()) {
      Object value = each.getAccessor().invoke(changed);
      if (!value.equals(each.getAccessor().invoke(DEFAULTS))) {
        different.add(each.getName());
        different.add(value);
      }
    }
    assertThat(different).containsExactlyInAnyOrder(namesAndValues);
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    refuses("queueLimit", () -> DEFAULTS.withQueueLimit(0));
    refuses("lowWater", () -> DEFAULTS.withWaterMarks(-1, 1));
    refuses("lowWater", () -> DEFAULTS.withWaterMarks(2, 1));
    refuses("pingAfter", () -> DEFAULTS.withHeartbeat(SECOND.negated(), SECOND));
    refuses("deadAfter", () -> DEFAULTS.withHeartbeat(SECOND, SECOND.negated()));
    refuses("deadAfter", () -> DEFAULTS.withHeartbeat(SECOND, SECOND));
    refuses("deadAfter", () -> DEFAULTS.withHeartbeat(SECOND, Duration.ofMillis(999)));
    refuses("closeTimeout", () -> DEFAULTS.withCloseTimeout(Duration.ZERO));
    refuses("writeTimeout", () -> DEFAULTS.withWriteTimeout(Duration.ZERO));
  }

  @Test
  void timesThatNanosecondsCannotHoldAreRefused() {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    refuses("pingAfter", () -> DEFAULTS.withHeartbeat(forever, Duration.ZERO));
    refuses("deadAfter", () -> DEFAULTS.withHeartbeat(Duration.ZERO, forever));
    refuses("closeTimeout", () -> DEFAULTS.withCloseTimeout(forever));
    refuses("writeTimeout", () -> DEFAULTS.withWriteTimeout(forever));
  }

  @Test
  void partsOfTheHeartbeatCanBeTurnedOff() {
    assertThat(DEFAULTS.withHeartbeat(Duration.ZERO, SECOND).pingAfter()).isZero();
    assertThat(DEFAULTS.withHeartbeat(SECOND, Duration.ZERO).deadAfter()).isZero();
    assertThat(DEFAULTS.withHeartbeat(Duration.ZERO, Duration.ZERO).deadAfter()).isZero();
  }

  @Test
  void nothingIsNull() {
    assertThatThrownBy(() -> DEFAULTS.withLimits(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> DEFAULTS.withOverflow(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> DEFAULTS.withErrorHook(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> DEFAULTS.withFrameObserver(null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> DEFAULTS.withCloseTimeout(null))
        .isInstanceOf(NullPointerException.class);
  }

  private static void refuses(String what, Supplier<WebSocketOptions> options) {
    assertThatThrownBy(options::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(what);
  }
}
