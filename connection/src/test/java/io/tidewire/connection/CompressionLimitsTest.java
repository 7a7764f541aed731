package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Peers that send what compression must not swallow, and what is freed however a connection ends.
class CompressionLimitsTest {
  private static final int COMPRESSED_BINARY = 0x42;
  private static final CompressionOptions ALL = CompressionOptions.DEFAULTS.withThreshold(0);

  private static final WebSocketOptions OPTIONS =
      WebSocketOptions.DEFAULTS.withErrorHook((ws, failure) -> {
        throw new IllegalStateException("in the error hook");
      });

  private long nativeBefore;
  private long reservedBefore;

  @BeforeEach
  void look() {
    nativeBefore = Zlib.nativeBytes();
    reservedBefore = Zlib.reservedBytes();
  }

  @AfterEach
  void allIsFreed() {
    assertThat(Zlib.reservedBytes()).isEqualTo(reservedBefore);
    assertThat(Zlib.nativeBytes()).isEqualTo(nativeBefore);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aBombInOneFrameStopsAtTheLimit(Role role) {
    Frame bomb = new Frame(true, COMPRESSED_BINARY, gibibyte());
    defuses(role, end -> end.receives(bomb));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aBombInAThousandFramesStopsAtTheLimit(Role role) {
    byte[] bomb = gibibyte();
    int piece = bomb.length / 1000;
    defuses(
        role,
        end -> {
          end.receives(new Frame(false, COMPRESSED_BINARY, Arrays.copyOf(bomb, piece)));
          for (int at = piece; at < bomb.length && end.recorder.reason() == null; at += piece) {
            byte[] next = Arrays.copyOfRange(bomb, at, Math.min(bomb.length, at + piece));
            end.receives(new Frame(false, 0, next));
          }
        });
  }

  // With a few times the limit in memory, the frames that the test makes included.
  private static void defuses(Role role, Consumer<End> bomb) {
    long reserved = Zlib.reservedBytes();
    End end = open(role, ALL);
    long opened = Zlib.nativeBytes();
    long heap = allocated();
    bomb.accept(end);
    assertThat(allocated() - heap).isLessThan(16 << 20);
    assertThat(Zlib.nativeBytes() - opened).isLessThan(64 << 10);
    end.then("closed 1009 a message is over the limit of 1048576 bytes (LOCAL)");
    // At once, for the peer decides when TCP ends.
    assertThat(Zlib.nativeBytes()).isEqualTo(opened);
    assertThat(Zlib.reservedBytes()).isEqualTo(reserved);
    over(end);
  }

  // What this thread, which is the event loop too, has ever taken from the heap.
  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void damagedDataIs1007(Role role) {
    End end = open(role, ALL);
    end.receives(new Frame(true, COMPRESSED_BINARY, new byte[] {-1, -1, -1, -1}));
    assertThat(end.recorder.reason().code()).isEqualTo(1007);
    over(end);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void compressedTextHasToBeUtf8(Role role) {
    End end = open(role, ALL);
    end.receives(new Frame(true, 0x41, deflated(new byte[] {-1})));
    assertThat(end.recorder.reason().code()).isEqualTo(1007);
    over(end);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void withoutAnAgreementRsv1Is1002(Role role) {
    End end = End.of(role).opened();
    end.receives(new Frame(true, COMPRESSED_BINARY, deflated(new byte[100])));
    assertThat(end.recorder.reason().code()).isEqualTo(1002);
    end.peerEnds();
  }

  // ---- however it ends

  @Test
  void abortedInAMessage() {
    endedBy(end -> end.ws.abort());
  }

  @Test
  void cutByThePeerInAMessage() {
    endedBy(End::peerEnds);
  }

  @Test
  void closedInAMessage() {
    endedBy(end -> {
      end.ws.close(1000, "");
      end.receives(Frame.close(1000));
    });
  }

  @Test
  void failedInAMessage() {
    endedBy(end -> end.receives(Frame.text("not within a fragmented message")));
  }

  @Test
  void cutWhileTheSocketTakesNothing() {
    endedBy(end -> {
      end.stalls();
      end.ws.send(new byte[100_000]);
      end.ws.send(new byte[100_000]);
      end.peerEnds();
    });
  }

  // A handler, the error hook and the log, one after the other.
  @Test
  void whenAllFailsThatIsToldOfItsEnd() {
    try (CapturedLog log = new CapturedLog()) {
      endedBy(end -> {
        log.fail();
        end.recorder.on(
            "closed 1006 (NETWORK)",
            (ws, message) -> {
              throw new IllegalStateException("in the handler");
            });
        end.peerEnds();
      });
    }
  }

  private void endedBy(Consumer<End> ending) {
    for (CompressionOptions options :
        new CompressionOptions[] {ALL, ALL.withTakeover(false, false)}) {
      for (Role role : Role.values()) {
        End end = open(role, options);
        end.ws.send(new byte[5000]);
        byte[] half = Arrays.copyOf(deflated(new byte[5000]), 5);
        end.receives(new Frame(false, COMPRESSED_BINARY, half));
        assertThat(Zlib.nativeBytes()).isGreaterThan(nativeBefore);
        ending.accept(end);
        over(end);
      }
    }
  }

  // ---- fixtures

  private static End open(Role role, CompressionOptions options) {
    Agreed agreed = Settled.as(role, OPTIONS, Optional.of(Negotiated.end(role, options)));
    return new End(agreed, new Recorder()).opened();
  }

  // What a thread does that ends: its event loop keeps nothing.
  private static void over(End end) {
    end.peerEnds();
    Loop.of(end.channel.eventLoop()).compressionPool().close();
  }

  // A mebibyte on the wire, in blocks that end with a byte and reach back into nothing. DEFLATE
  // makes 1,032 bytes of one at most, so that no kibibyte becomes as much.
  private static byte[] gibibyte() {
    byte[] mebibyte = deflated(new byte[1 << 20]);
    byte[] block = Arrays.copyOf(mebibyte, mebibyte.length + 4);
    block[block.length - 2] = -1;
    block[block.length - 1] = -1;
    byte[] bomb = new byte[1024 * block.length - 4];
    for (int at = 0; at < bomb.length; at += block.length) {
      System.arraycopy(block, 0, bomb, at, Math.min(block.length, bomb.length - at));
    }
    return bomb;
  }

  /// RFC 7692 §7.2.1, with the JDK's zlib.
  static byte[] deflated(byte[] message) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(message);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      int count = buffer.length;
      while (count == buffer.length) {
        count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        out.write(buffer, 0, count);
      }
      return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }
  }
}
