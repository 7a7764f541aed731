package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Transport;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Event-style connections over real sockets, facing peers written by hand.
class SocketTest {
  private static final WebSocketOptions DEFAULTS = WebSocketOptions.DEFAULTS;

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void messagesGoBothWays(Transport transport) throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      byte[] large = Payload.of(300_000);
      peer.send(Frame.text("hi"), Frame.ping("!"), Frame.binary(large), Frame.text(""));
      assertThat(peer.next()).isEqualTo("text hi");
      assertThat(peer.next()).isEqualTo("pong !");
      assertThat(peer.next()).isEqualTo("binary " + Frame.describe(false, large));
      assertThat(peer.next()).isEqualTo("text ");
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void aServerEndsTcpBehindTheClosingHandshake(Transport transport) throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("last"), Frame.close(4000), Frame.text("ignored"));
      assertThat(peer.next()).isEqualTo("text last");
      assertThat(peer.next()).isEqualTo("close 4000");
      assertThat(peer.next()).isEqualTo("end");
      Loopback.Accepted server = loopback.accepted();
      assertThat(Soon.get(server.ws().closed()).by()).isEqualTo(CloseReason.By.PEER);
      assertThat(server.channel().isOpen()).as("it waits for the peer's end").isTrue();
      peer.end();
      Soon.get(server.channel().closeFuture());
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void aPeerThatDoesNotEndTcpIsCut(Transport transport) throws Exception {
    WebSocketOptions hasty = DEFAULTS.withCloseTimeout(Duration.ofMillis(200));
    try (Loopback loopback = Loopback.of(transport, Loopback.events(hasty, new Recorder()));
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.close(1000));
      assertThat(peer.next()).isEqualTo("close 1000");
      Soon.get(loopback.accepted().channel().closeFuture());
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void aPeerThatVanishesMidFrameIsNoticed(Transport transport) throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      byte[] frame = Frame.text("never whole").bytes(true);
      peer.send(Frame.text("whole")).send(Arrays.copyOf(frame, 9));
      assertThat(peer.next()).isEqualTo("text whole");
      peer.vanish();
      CloseReason reason = Soon.get(loopback.accepted().ws().closed());
      assertThat(reason.code()).isEqualTo(1006);
      assertThat(reason.by()).isEqualTo(CloseReason.By.NETWORK);
      assertThat(reason.explanation()).startsWith("TCP ended in the middle of a frame");
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void aPeerThatResetsTcpIsNoticedWithTheReason(Transport transport) throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("hi"));
      assertThat(peer.next()).isEqualTo("text hi");
      peer.reset();
      CloseReason reason = Soon.get(loopback.accepted().ws().closed());
      assertThat(reason.code()).isEqualTo(1006);
      assertThat(reason.explanation())
          .contains("TCP ended without a close frame: ")
          .contains("reset");
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void whatCameBeforeTheEndIsDelivered(Transport transport) throws Exception {
    Recorder recorder = new Recorder();
    try (Loopback loopback = Loopback.of(transport, Loopback.events(DEFAULTS, recorder));
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("1"), Frame.text("2"), Frame.close(4001)).vanish();
      assertThat(Soon.get(loopback.accepted().ws().closed()).code()).isEqualTo(4001);
      assertThat(loopback.onLoop(() -> recorder.take()))
          .containsExactly("open", "text 1", "text 2", "closed 4001 (PEER)");
    }
  }

  // Where a write is done before the next read; with io_uring the end may be seen first.
  @ParameterizedTest
  @EnumSource(names = {"AUTO", "NIO"})
  void aPeerThatEndsTcpWithoutACloseFrameStillGetsItsAnswers(Transport transport) throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("1"), Frame.text("2")).end();
      assertThat(peer.next()).isEqualTo("text 1");
      assertThat(peer.next()).isEqualTo("text 2");
      assertThat(peer.next()).isEqualTo("end");
      CloseReason reason = Soon.get(loopback.accepted().ws().closed());
      assertThat(reason.code()).isEqualTo(1006);
      assertThat(reason.explanation()).isEqualTo("TCP ended without a close frame");
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void anAbortedConnectionEndsAtOnce(Transport transport) throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      Loopback.Accepted server = loopback.accepted();
      server.ws().abort();
      assertThat(Soon.get(server.ws().closed()).explanation()).isEqualTo("aborted by this end");
      Soon.get(server.channel().closeFuture());
      assertThat(peer.next()).isEqualTo("end");
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void aPeerThatTakesNothingIsCutAlsoOnARealSocket(Transport transport) throws Exception {
    WebSocketOptions hasty =
        DEFAULTS.withWriteTimeout(Duration.ofMillis(500)).withQueueLimit(64 << 20);
    try (Loopback loopback = Loopback.of(transport, Loopback.events(hasty, new Recorder()));
        RawPeer peer = loopback.raw()) {
      Loopback.Accepted server = loopback.accepted();
      server.ws().sendAsync(io.tidewire.Message.binary(new byte[32 << 20]));
      CloseReason reason = Soon.get(server.ws().closed());
      assertThat(reason.explanation())
          .isEqualTo("the peer took no byte in 500 ms, although some waited");
      Soon.until(() -> server.ws().queuedBytes() == 0);
      peer.vanish();
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void anEchoToAPeerThatDoesNotReadIsPacedAndEveryByteArrives(Transport transport)
      throws Exception {
    try (Loopback loopback = Loopback.of(transport, Loopback.echo());
        RawPeer peer = loopback.raw()) {
      Loopback.Accepted server = loopback.accepted();
      int count = 2000;
      byte[] payload = new byte[16 << 10];
      Soon.Started<RawPeer> writing =
          Soon.start(() -> {
            for (int i = 0; i < count; i++) {
              payload[0] = (byte) i;
              peer.send(Frame.binary(payload));
            }
            return peer;
          });
      // It is stopped far below the 32 MiB that the peer wants to send.
      loopback.untilPaused(server);
      assertThat(server.ws().queuedBytes()).isLessThan(1 << 20);
      assertThat(server.ws().isOpen()).isTrue();
      for (int i = 0; i < count; i++) {
        Frame frame = peer.read();
        assertThat(frame.payload()).hasSize(payload.length);
        assertThat(frame.payload()[0]).isEqualTo((byte) i);
      }
      writing.get();
      peer.send(Frame.close(1000));
      assertThat(peer.next()).isEqualTo("close 1000");
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.connection.Transports#available")
  void aPingFloodFromAPeerThatDoesNotReadIsBounded(Transport transport) throws Exception {
    // Without the limit that would end it.
    WebSocketOptions options = WebSocketOptions.DEFAULTS.withControlFrames(0);
    WebSocketHandler echo = WebSocketHandler.onMessage((ws, message) -> ws.send(message));
    try (Loopback loopback = Loopback.of(transport, Loopback.events(options, echo));
        RawPeer peer = loopback.raw()) {
      Loopback.Accepted server = loopback.accepted();
      Frame ping = Frame.ping("x".repeat(125));
      byte[] many =
          Frame.concat(true, java.util.Collections.nCopies(1000, ping).toArray(Frame[]::new));
      for (int i = 0; i < 100; i++) {
        peer.send(many);
        assertThat(server.ws().queuedBytes()).isLessThan(200_000);
      }
      peer.send(Frame.text("and?"));
      Frame frame = peer.read();
      int pongs = 0;
      while (frame.opcode() == 10) {
        pongs++;
        frame = peer.read();
      }
      assertThat(frame).hasToString("text and?");
      assertThat(pongs).isLessThan(100_000);
    }
  }
}
