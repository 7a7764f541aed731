package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the application does wrong ends one connection, in order, and is told.
class HandlerFailuresTest {
  private final List<Throwable> hooked = new ArrayList<>();
  private final WebSocketOptions options =
      WebSocketOptions.DEFAULTS.withErrorHook((ws, failure) -> hooked.add(failure));

  static Stream<Throwable> failures() {
    return Stream.of(
        new IOException("checked"),
        new IllegalStateException("unchecked"),
        new AssertionError("an error"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHandlerThatThrowsEndsItsConnectionWith1011(Throwable failure) {
    End end = new End(Role.SERVER, options, throwing("text 1", failure));
    end.receives(Frame.text("1"), Frame.text("2")).then("open", "text 1", "closed 1011 (LOCAL)");
    assertThat(end.recorder.reason().explanation())
        .isEqualTo("the application's handler failed: " + failure);
    assertThat(hooked).containsExactly(failure);
    end.thenSent("close 1011").peerEnds().then();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHandlerThatThrowsAsItOpensEndsItsConnectionToo(Throwable failure) {
    End end = new End(Role.SERVER, options, throwing("open", failure));
    end.then("open", "closed 1011 (LOCAL)").thenSent("close 1011");
    assertThat(hooked).containsExactly(failure);
    end.peerEnds().then();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHandlerThatThrowsAsItClosesIsTold(Throwable failure) {
    End end = new End(Role.SERVER, options, throwing("closed 1000 (PEER)", failure));
    end.receives(Frame.close(1000)).then("open", "closed 1000 (PEER)").thenSent("close 1000");
    assertThat(hooked).containsExactly(failure);
    assertThat(end.ws.closed()).isCompleted();
    end.peerEnds().then();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aHookThatThrowsChangesNothing(Throwable failure) {
    BiConsumer<WebSocket, Throwable> throwing =
        (ws, told) -> {
          hooked.add(told);
          sneak(failure);
        };
    End end = new End(Role.SERVER, options.withErrorHook(throwing), throwing("text 1", failure));
    try (CapturedLog log = new CapturedLog()) {
      end.receives(Frame.text("1")).then("open", "text 1", "closed 1011 (LOCAL)");
      assertThat(log.records()).hasSize(1);
      assertThat(log.records().getFirst().getMessage()).startsWith("the error hook failed on: ");
    }
    end.thenSent("close 1011");
    assertThat(hooked).containsExactly(failure);
    assertThat(end.ws.closed()).isCompleted();
    end.peerEnds().then();
  }

  @Test
  void withoutAHookTheFailureIsLogged() {
    IllegalStateException failure = new IllegalStateException();
    try (CapturedLog log = new CapturedLog()) {
      End end = End.server(throwing("text 1", failure)).receives(Frame.text("1")).peerEnds();
      assertThat(log.records()).hasSize(1);
      assertThat(log.records().getFirst().getThrown()).isSameAs(failure);
      end.sent();
    }
  }

  @Test
  void whatWasSentBeforeTheFailureStillGoesOut() {
    Recorder recorder =
        new Recorder()
            .on(
                "text 1",
                (ws, message) -> {
                  ws.send("answer");
                  throw new IllegalStateException();
                });
    End end = new End(Role.SERVER, options, recorder);
    end.receives(Frame.text("1")).thenSent("text answer", "close 1011");
    end.peerEnds();
  }

  @Test
  void aHandlerMustNotBlockTheEventLoop() {
    List<Throwable> refused = new ArrayList<>();
    End end =
        End.server(
            new Recorder()
                .on(
                    "open",
                    (ws, message) -> {
                      refused.add(catchThrowable(ws::receive));
                      refused.add(catchThrowable(ws::messages));
                      refused.add(catchThrowable(() -> ws.receive(Duration.ZERO)));
                      refused.add(catchThrowable(ws::receiveStream));
                      refused.add(catchThrowable(ws::sendBinaryStream));
                      refused.add(catchThrowable(ws::sendTextStream));
                    }));
    assertThat(refused).hasSize(6).allMatch(IllegalStateException.class::isInstance);
    end.opened().peerEnds();
  }

  @Test
  void aTextThatUtf8CannotCarryIsRefusedAndHarmsNothing() {
    End end = End.server().opened();
    String unpaired = "a" + (char) 0xD800 + "b";
    assertThatThrownBy(() -> end.ws.send(unpaired))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index 1");
    assertThatThrownBy(() -> end.ws.sendAsync(Message.text(unpaired)))
        .isInstanceOf(IllegalArgumentException.class);
    end.ws.send("fine?");
    end.thenSent("text fine?").then().peerEnds();
  }

  @Test
  void aCloseThatThePeerMayNotBeSentIsRefusedAndHarmsNothing() {
    End end = End.server().opened();
    for (int code : new int[] {0, 999, 1004, 1006, 1015, 2000, 5000}) {
      assertThatThrownBy(() -> end.ws.close(code, "")).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> end.ws.close(1000, "x".repeat(124)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> end.ws.close(1005, "text"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(end.ws.isOpen()).isTrue();
    end.thenSent().peerEnds();
  }

  private static Recorder throwing(String event, Throwable failure) {
    return new Recorder().on(event, (ws, message) -> sneak(failure));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  private static Throwable catchThrowable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return org.assertj.core.api.Assertions.catchThrowable(call);
  }
}
