package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/// Compressed messages larger than memory, in parts both ways.
class CompressedStreamTest {
  private static final WebSocketOptions STREAMING = WebSocketOptions.DEFAULTS.withStreaming(true);
  private static final int MEBIBYTE = 1 << 20;
  private static final int COMPRESSED_BINARY = 0x42;
  private static final int COMPRESSED_TEXT = 0x41;

  private final Negotiated deflate =
      Negotiated.of(CompressionOptions.DEFAULTS, CompressionOptions.DEFAULTS);

  private Loopback.Opening server() {
    return channel ->
        Connections.open(
            channel, Settled.as(Role.SERVER, STREAMING, Optional.of(deflate.server())));
  }

  // All of it lies in the receive buffer at once, and becomes a thousand times as much.
  @Test
  void whatIsRestoredAheadOfTheReaderIsBounded() throws Exception {
    int size = 64;
    deflate.client().close();
    try (Loopback loopback = Loopback.of(Transport.AUTO, server());
        RawPeer peer = loopback.raw()) {
      Loopback.Accepted accepted = loopback.accepted();
      byte[] wire = deflated(size * MEBIBYTE);
      assertThat(wire).hasSizeLessThan(100_000);
      long before = heapInUse();
      peer.send(new Frame(true, COMPRESSED_BINARY, wire));
      loopback.untilPaused(accepted);
      assertThat(heapInUse() - before).isLessThan(size * MEBIBYTE / 8);
      try (InputStream in = accepted.ws().receiveStream()) {
        byte[] zeros = new byte[MEBIBYTE];
        for (int i = 0; i < size; i++) {
          assertThat(in.readNBytes(MEBIBYTE)).isEqualTo(zeros);
        }
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void aStreamMayStayUncompressed() throws Exception {
    deflate.client().close();
    try (Loopback loopback = Loopback.of(Transport.AUTO, server());
        RawPeer peer = loopback.raw()) {
      WebSocket ws = loopback.accepted().ws();
      for (boolean compressible : new boolean[] {true, false}) {
        try (OutputStream out = ws.sendBinaryStream(compressible)) {
          out.write(new byte[20_000]);
        }
        try (Writer out = ws.sendTextStream(compressible)) {
          out.write("a".repeat(20_000));
        }
      }
      List<Integer> opcodes = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        opcodes.add(peer.read().opcode());
      }
      assertThat(opcodes).containsExactly(COMPRESSED_BINARY, 0, COMPRESSED_TEXT, 0, 2, 0, 1, 0);
    }
  }

  @Test
  void sixteenMebibytesAreStreamedFromEndToEnd() throws Exception {
    try (Loopback loopback = Loopback.of(Transport.AUTO, server())) {
      Loopback.Accepted client =
          loopback.client(channel ->
              Connections.open(
                  channel, Settled.as(Role.CLIENT, STREAMING, Optional.of(deflate.client()))));
      WebSocket ws = loopback.accepted().ws();
      Soon.Started<Object> sender =
          Soon.start(() -> {
            try (OutputStream out = client.ws().sendBinaryStream()) {
              for (int i = 0; i < 16; i++) {
                out.write(Payload.of(MEBIBYTE + i));
              }
            }
            return null;
          });
      try (InputStream in = ws.receiveStream()) {
        for (int i = 0; i < 16; i++) {
          assertThat(in.readNBytes(MEBIBYTE + i)).isEqualTo(Payload.of(MEBIBYTE + i));
        }
        assertThat(in.read()).isEqualTo(-1);
      }
      sender.get();
    }
  }

  private static long heapInUse() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /// RFC 7692 §7.2.1, with the JDK's zlib; zeros.
  private static byte[] deflated(int size) {
    try (Deflater deflater = new Deflater(9, true)) {
      byte[] zeros = new byte[MEBIBYTE];
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int at = 0; at < size; at += MEBIBYTE) {
        deflater.setInput(zeros);
        int flush = at + MEBIBYTE < size ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
        int count;
        do {
          count = deflater.deflate(buffer, 0, buffer.length, flush);
          out.write(buffer, 0, count);
        } while (count == buffer.length);
      }
      return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }
  }
}
