package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.FrameObserver;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong on either side ends one connection, in order, and is told.
class FailuresTest {
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

  // ---- handlers

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

  // ---- peers

  @Test
  void aPeerThatBreaksTheProtocolIsToldAndTheHandlerToo() {
    End end = End.server().opened();
    end.receives(Frame.text("not masked").bytes(false));
    end.then("closed 1002 a client's frame is not masked (LOCAL)");
    end.thenSent("close 1002 a client's frame is not masked");
    assertThat(end.recorder.reason().explanation())
        .isEqualTo("refused what the peer sent: a client's frame is not masked");
    assertThat(end.channel.isOutputShutdown()).isTrue();
    end.receives(Frame.text("still talking")).then().thenSent().peerEnds();
  }

  @Test
  void aPeerThatSendsTooMuchIsTold() {
    Limits limits = new Limits(100, 100, 3);
    End end = End.server(options.withLimits(limits)).opened();
    end.receives(Frame.binary(new byte[101]));
    end.then("closed 1009 a frame is over the limit of 100 bytes (LOCAL)").peerEnds();
  }

  @Test
  void aPeerThatVanishesMidFrameIs1006InPlainWords() {
    End end = End.server().opened();
    byte[] frame = Frame.text("never whole").bytes(true);
    end.receives(java.util.Arrays.copyOf(frame, frame.length - 1));
    end.peerEnds().then("closed 1006 (NETWORK)");
    assertThat(end.recorder.reason().explanation()).isEqualTo("TCP ended in the middle of a frame");
  }

  @Test
  void aNetworkFailureIsPartOfTheExplanation() {
    End end = End.server().opened();
    end.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    end.channel.pipeline().fireExceptionCaught(new IOException("a consequence"));
    end.channel.runPendingTasks();
    end.then("closed 1006 (NETWORK)");
    assertThat(end.recorder.reason().explanation())
        .isEqualTo("TCP ended without a close frame: Connection reset by peer");
  }

  @Test
  void afterAnOrderlyCloseASendSaysWhyItCameTooLate() {
    End end = End.server().opened();
    end.receives(Frame.close(4321)).peerEnds().then("closed 4321 (PEER)");
    assertThat(end.ws.sendAsync(Message.text("late")))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(ClosedException.class)
        .withMessageContaining("closed with 4321: the peer closed with 4321");
  }

  @Test
  void aConnectionOpenedOnAChannelThatHasClosedIsOver() {
    MemoryChannel channel = new MemoryChannel();
    channel.close();
    Recorder recorder = new Recorder();
    WebSocket ws = Connections.open(channel, Settled.as(Role.SERVER, options), recorder);
    assertThat(recorder.take()).containsExactly("open", "closed 1006 (NETWORK)");
    assertThat(ws.closed()).isCompleted();
    assertThat(channel.runScheduledPendingTasks()).as("no timer is left").isNegative();
  }

  @Test
  void aHandlerThatIsNoneIsRefused() {
    Agreed agreed = Settled.as(Role.SERVER, options);
    MemoryChannel channel = new MemoryChannel();
    assertThatThrownBy(() -> Connections.open(channel, agreed, (WebSocketHandler) null))
        .isInstanceOf(NullPointerException.class);
  }

  // ---- frame observers

  @Test
  void anObserverSeesFramesBothWays() {
    List<String> seen = new ArrayList<>();
    FrameObserver observer =
        (sent, fin, rsv, opcode, masked, length) ->
            seen.add((sent ? "out " : "in ") + opcode + " " + length + (masked ? " masked" : ""));
    End end = End.server(options.withFrameObserver(observer)).opened();
    end.receives(Frame.text("hi"), Frame.ping(""));
    end.ws.send("hello");
    end.ws.close(1000, "");
    end.sent();
    assertThat(seen)
        .containsExactly("in 1 2 masked", "in 9 0 masked", "out 10 0", "out 1 5", "out 8 2");
    end.peerEnds();
  }

  @Test
  void anObserverThatThrowsIsToldAndSeesNoMore() {
    IllegalStateException failure = new IllegalStateException();
    FrameObserver observer =
        (sent, fin, rsv, opcode, masked, length) -> {
          throw failure;
        };
    End end = End.server(options.withFrameObserver(observer)).opened();
    end.receives(Frame.text("1"), Frame.text("2")).then("text 1", "text 2");
    end.ws.send("hello");
    end.ws.close(1000, "");
    end.thenSent("text hello", "close 1000");
    assertThat(hooked).containsExactly(failure);
    end.peerEnds();
  }

  @Test
  void whatAnObserverDoesToTheConnectionWaitsUntilTheFrameIsWritten() {
    AtomicReference<WebSocket> ws = new AtomicReference<>();
    List<CompletableFuture<?>> pings = new ArrayList<>();
    FrameObserver observer =
        (sent, fin, rsv, opcode, masked, length) -> {
          if (sent && opcode == 1 && length == 5) {
            ws.get().send("more than five");
            pings.add(ws.get().ping());
          }
        };
    End end = End.server(options.withFrameObserver(observer)).opened();
    ws.set(end.ws);
    end.ws.send("hello");
    end.thenSent("text hello", "text more than five", "ping 0000000000000001");
    assertThat(pings).hasSize(1);
    end.peerEnds();
  }

  @Test
  void anObserverMayAbortInTheMidstOfEncoding() {
    AtomicReference<WebSocket> ws = new AtomicReference<>();
    FrameObserver observer = (sent, fin, rsv, opcode, masked, length) -> ws.get().abort();
    End end = End.server(options.withFrameObserver(observer)).opened();
    ws.set(end.ws);
    end.ws.send("hello");
    end.channel.runPendingTasks();
    end.then("closed 1006 (LOCAL)");
    assertThat(end.channel.isOpen()).isFalse();
  }

  // ---- this end

  @Test
  void wherePartOfTheDriverFailsTheConnectionEndsAndSoDoAllWhoWait() {
    OutOfMemoryError full = new OutOfMemoryError("no direct memory");
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(new FailingAllocator(full));
    Recorder recorder = new Recorder();
    WebSocket ws = Connections.open(channel, Settled.as(Role.SERVER, options), recorder);
    CompletableFuture<Void> sent = ws.sendAsync(Message.binary(new byte[100_000]));
    channel.runPendingTasks();
    assertThat(recorder.take()).containsExactly("open", "closed 1006 (LOCAL)");
    assertThat(recorder.reason().explanation()).contains("no direct memory");
    assertThat(hooked).containsExactly(full);
    assertThat(sent).isCompletedExceptionally();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void wherePongsHaveNoRoomTheConnectionEnds() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAllocator(new FailingAllocator(new OutOfMemoryError("no room")));
    Recorder recorder = new Recorder();
    Connections.open(channel, Settled.as(Role.SERVER, options), recorder);
    Loop loop = Loop.of(channel.eventLoop());
    List<ByteBuf> held = Stream.generate(loop::writeBuffer).takeWhile(Objects::nonNull).toList();
    channel.writeInbound(Unpooled.wrappedBuffer(Frame.ping("").bytes(true)));
    held.forEach(ByteBuf::release);
    assertThat(recorder.take()).containsExactly("open", "closed 1006 (NETWORK)");
    assertThat(recorder.reason().explanation()).contains("no room");
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
