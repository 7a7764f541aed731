package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.Zlib;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the client offers, and how it takes the answers.
class CompressionTest {
  private static final String FIELD = "Sec-WebSocket-Extensions";

  private long reservedBefore;

  @BeforeEach
  void look() {
    reservedBefore = Zlib.reservedBytes();
  }

  @AfterEach
  void allIsGivenBack() {
    // An event loop may still be at it.
    long start = System.nanoTime();
    while (Zlib.reservedBytes() != reservedBefore) {
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
      Thread.onSpinWait();
    }
  }

  @Test
  void theOfferSaysWhatTheOptionsWant() throws Exception {
    CompressionOptions on = CompressionOptions.DEFAULTS;
    assertThat(offer(on)).isEqualTo("permessage-deflate; client_max_window_bits");
    assertThat(offer(on.withWindowBits(10, 11)))
        .isEqualTo(
            "permessage-deflate; server_max_window_bits=11; client_max_window_bits=10,"
                + " permessage-deflate; client_max_window_bits=10");
    assertThat(offer(on.withTakeover(false, false)))
        .contains("server_no_context_takeover")
        .contains("client_no_context_takeover");
    assertThat(offer(CompressionOptions.OFF)).isNull();
  }

  @Test
  void aCompressedMessageIsRead() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.upgrade(FIELD + ": permessage-deflate");
          // "Hello", from RFC 7692 §7.2.3.2
          peer.send(HexFormat.of().parseHex("c107f248cdc9c90700"));
          peer.readText();
        };
    try (RawServer server = RawServer.start(script);
        WebSocket ws = WebSocketClient.builder().build().connect(server.uri())) {
      assertThat(ws.receive().text()).isEqualTo("Hello");
      ws.abort();
      server.awaitEnd();
    }
  }

  @Test
  void aServerThatCannotLimitItsWindowIsReadAllTheSame() throws Exception {
    byte[] random = new byte[2048];
    new Random(1).nextBytes(random);
    // It repeats itself after 4 KiB, which the window that is asked for does not reach.
    String text = HexFormat.of().formatHex(random).repeat(2);
    RawServer.Script script =
        peer -> {
          peer.upgrade(FIELD + ": permessage-deflate");
          peer.send(compressedFrame(text));
          peer.readText();
        };
    WebSocketClient client = client(CompressionOptions.DEFAULTS.withWindowBits(15, 10));
    try (RawServer server = RawServer.start(script);
        WebSocket ws = client.connect(server.uri())) {
      assertThat(ws.receive().text()).isEqualTo(text);
      ws.abort();
      server.awaitEnd();
    }
  }

  /// A text frame, as RFC 7692 §7.2.1 has it made.
  private static byte[] compressedFrame(String text) {
    byte[] out = new byte[1 << 16];
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
      int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
      return ByteBuffer.allocate(4 + length)
          .putShort((short) 0xc17e)
          .putShort((short) length)
          .put(out, 0, length)
          .array();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate; unheard_of                                 | unheard_of is unknown
          permessage-deflate; client_max_window_bits=11                  | 10 at most
          permessage-deflate; client_max_window_bits                     | 10 at most
          permessage-deflate; server_max_window_bits=16                  | server_max_window_bits must have a value from 8 to 15
          permessage-deflate; client_max_window_bits=9; client_max_window_bits=9 | comes twice
          permessage-deflate, permessage-deflate                         | more than once
          """)
  void anIllegalAnswerFailsTheHandshakeAndSaysWhy(String answer, String why) throws Exception {
    WebSocketClient client = client(CompressionOptions.DEFAULTS.withWindowBits(10, 15));
    try (RawServer server = RawServer.start(peer -> peer.upgrade(FIELD + ": " + answer))) {
      assertThat(failure(client, server)).hasMessageContaining(why);
    }
  }

  @Test
  void whatWasNotOfferedMayNotBeAccepted() throws Exception {
    WebSocketClient client = client(CompressionOptions.OFF);
    try (RawServer server = RawServer.start(peer -> peer.upgrade(FIELD + ": permessage-deflate"))) {
      assertThat(failure(client, server)).hasMessageContaining("permessage-deflate");
    }
  }

  @Test
  void aRefusedHandshakeGivesBackWhatItReserved() throws Exception {
    RawServer.Script script =
        peer -> {
          peer.readHead();
          peer.send(RawPeer.head("HTTP/1.1 401 No", "Content-Length: 0"));
        };
    try (RawServer server = RawServer.start(script)) {
      failure(client(CompressionOptions.DEFAULTS), server);
    }
  }

  @Test
  void aTimedOutHandshakeGivesBackWhatItReserved() throws Exception {
    WebSocketClient hasty =
        WebSocketClient.builder().handshakeTimeout(Duration.ofMillis(100)).build();
    try (RawServer server = RawServer.start(RawPeer::awaitClose)) {
      failure(hasty, server);
    }
  }

  private static String offer(CompressionOptions options) throws Exception {
    try (RawServer server = RawServer.start(RawPeer::upgrade);
        WebSocket ws = client(options).connect(server.uri())) {
      ws.abort();
      return server.awaitEnd().field(FIELD);
    }
  }

  private static HandshakeException failure(WebSocketClient client, RawServer server) {
    return catchThrowableOfType(
        HandshakeException.class, () -> client.connect(server.uri()).close());
  }

  private static WebSocketClient client(CompressionOptions options) {
    return WebSocketClient.builder()
        .options(WebSocketOptions.DEFAULTS.withCompression(options))
        .build();
  }
}
