package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a peer, the network or this machine does wrong ends one connection, in order, and is told.
class PeerFailuresTest {
  private final List<Throwable> hooked = new ArrayList<>();
  private final WebSocketOptions options =
      WebSocketOptions.DEFAULTS.withErrorHook((ws, failure) -> hooked.add(failure));

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
  void aPeerThatVanishesWhileNobodyReadsLeavesNoBufferBehind() throws Exception {
    WebSocketOptions narrow = options.withWaterMarks(0, 1000);
    try (Loopback loopback = Loopback.of(Transport.AUTO, Loopback.blocking(narrow));
        RawPeer peer = loopback.raw()) {
      Loopback.Accepted server = loopback.accepted();
      peer.send(Frame.binary(new byte[2000]), Frame.ping("behind what nobody takes"));
      loopback.untilPaused(server);
      peer.vanish();
      assertThat(Soon.get(server.ws().closed()).code()).isEqualTo(1006);
      assertThat(server.ws().receive().size()).isEqualTo(2000);
      Loop loop = loopback.onLoop(() -> Loop.of(server.channel().eventLoop()));
      assertThat(loopback.onLoop(loop::writeBuffer)).isNotNull();
    }
  }

  @Test
  void theFirstNetworkFailureIsPartOfTheExplanation() {
    Recorder recorder = new Recorder();
    End end = End.server(recorder).opened();
    recorder.on(
        "text now",
        (ws, message) -> {
          end.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
          end.channel.pipeline().fireExceptionCaught(new IOException("a consequence"));
        });
    end.receives(Frame.text("now")).then("text now", "closed 1006 (NETWORK)");
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
}
