package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Transport;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many compressed messages in progress at the same time on one event loop, without takeover: what
/// pays for the contexts that restore them.
class UnfinishedCompressedTest {
  private static final int COMPRESSED_BINARY = 0x42;
  private static final byte[] MESSAGE = Payload.of(4000);
  private static final byte[] PAYLOAD = CompressionLimitsTest.deflated(MESSAGE);

  // They answer uncompressed, so that the peer can read it.
  private static final CompressionOptions COMPRESSION =
      CompressionOptions.DEFAULTS.withThreshold(Integer.MAX_VALUE);
  private static final CompressionOptions NO_TAKEOVER = COMPRESSION.withMemoryBudget(0);
  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULTS.withLimits(new Limits(MESSAGE.length, 1 << 20, 10));

  private final List<RawPeer> peers = new ArrayList<>();
  private long reservedBefore;

  @BeforeEach
  void look() {
    reservedBefore = Zlib.reservedBytes();
  }

  @AfterEach
  void allIsGivenBack() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    assertThat(Zlib.reservedBytes()).isEqualTo(reservedBefore);
    assertThat(MemoryBudget.PROCESS.used()).isZero();
  }

  @Test
  void withoutABudgetForTakeoverMessagesInPiecesArrive() throws Exception {
    try (Loopback loopback = echo(NO_TAKEOVER)) {
      allArrive(loopback);
    }
  }

  @Test
  void whenTakeoverHasUsedUpItsBudgetTheMessagesOfOthersArrive() throws Exception {
    PerMessageDeflate idle = Negotiated.end(Role.SERVER, COMPRESSION);
    long used = Zlib.reservedBytes();
    assertThat(used).isGreaterThan(reservedBefore);
    try (idle;
        Loopback loopback = echo(COMPRESSION.withMemoryBudget(used))) {
      allArrive(loopback);
      assertThat(Zlib.reservedBytes()).isEqualTo(used);
    }
  }

  @Test
  void whoHoldsMessagesBackHoldsUpNobody() throws Exception {
    try (Loopback loopback = echo(NO_TAKEOVER)) {
      for (int i = 0; i < 50; i++) {
        sendPart(peer(loopback), PAYLOAD, 1);
      }
      allArrive(loopback);
      RawPeer other = peer(loopback);
      other.send(new Frame(true, COMPRESSED_BINARY, PAYLOAD));
      assertThat(other.read().payload()).isEqualTo(MESSAGE);
    }
  }

  // RFC 6455 has no code for it; 1013 is registered as "Try Again Later".
  @Test
  void withoutMemoryForUnfinishedMessagesItIs1013() throws Exception {
    try (Loopback loopback = echo(NO_TAKEOVER)) {
      RawPeer first = peer(loopback);
      sendPart(first, PAYLOAD, 1); // with the context that costs nothing
      long all = Runtime.getRuntime().maxMemory() / 4 - MemoryBudget.PROCESS.used();
      assertThat(MemoryBudget.PROCESS.take(all)).isTrue();
      RawPeer second = peer(loopback);
      second.send(new Frame(false, COMPRESSED_BINARY, Arrays.copyOf(PAYLOAD, 1)));
      assertThat(second.next()).isEqualTo("close 1013 no memory left for compressed messages");
      MemoryBudget.PROCESS.give(all);
      finish(first, 1);
      allArrive(loopback);
    }
  }

  @Test
  void aContextIsGivenBackWhenItsConnectionFailsAndNotWhenTcpEnds() throws Exception {
    try (Loopback loopback = echo(NO_TAKEOVER)) {
      RawPeer first = peer(loopback);
      sendPart(first, PAYLOAD, 1);
      RawPeer second = peer(loopback);
      byte[] tooMuch = CompressionLimitsTest.deflated(new byte[100_000]);
      sendPart(second, tooMuch, 1);
      long paid = MemoryBudget.PROCESS.used();
      assertThat(paid).isPositive();
      second.send(new Frame(true, 0, Arrays.copyOfRange(tooMuch, 1, tooMuch.length)));
      assertThat(second.next()).startsWith("close 1009");
      RawPeer third = peer(loopback); // gets the context of the second, whose TCP is open
      sendPart(third, PAYLOAD, 1);
      assertThat(MemoryBudget.PROCESS.used()).isEqualTo(paid);
      finish(first, 1);
      finish(third, 1);
    }
  }

  // ---- what peers do

  // Eight at once, which all have their context before the first of them goes on.
  private void allArrive(Loopback loopback) throws IOException {
    List<RawPeer> several = new ArrayList<>();
    int half = PAYLOAD.length / 2;
    for (int i = 0; i < 8; i++) {
      RawPeer peer = peer(loopback);
      several.add(peer);
      sendPart(peer, PAYLOAD, half);
    }
    for (RawPeer peer : several) {
      finish(peer, half);
    }
  }

  // The pong tells that the part was looked at.
  private static void sendPart(RawPeer peer, byte[] payload, int count) throws IOException {
    Frame part = new Frame(false, COMPRESSED_BINARY, Arrays.copyOf(payload, count));
    peer.send(part, Frame.ping("seen"));
    assertThat(peer.next()).isEqualTo("pong seen");
  }

  private static void finish(RawPeer peer, int from) throws IOException {
    peer.send(new Frame(true, 0, Arrays.copyOfRange(PAYLOAD, from, PAYLOAD.length)));
    assertThat(peer.read().payload()).isEqualTo(MESSAGE);
  }

  // ---- fixtures

  private static Loopback echo(CompressionOptions compression) {
    WebSocketHandler echo = WebSocketHandler.onMessage((ws, message) -> ws.send(message));
    return Loopback.of(
        Transport.AUTO,
        channel -> {
          PerMessageDeflate deflate = Negotiated.end(Role.SERVER, compression);
          return Connections.open(
              channel, Settled.as(Role.SERVER, OPTIONS, Optional.of(deflate)), echo);
        });
  }

  private RawPeer peer(Loopback loopback) throws IOException {
    RawPeer peer = loopback.raw();
    peers.add(peer);
    return peer;
  }
}
