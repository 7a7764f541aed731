package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.Zlib;
import io.tidewire.server.RawClient.Response;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// permessage-deflate on the wire, and what becomes of its memory.
class CompressionTest {
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";

  /// "Hello", from RFC 7692 §7.2.3.2.
  private static final byte[] HELLO = HexFormat.of().parseHex("f248cdc9c90700");

  private static final int COMPRESSED_TEXT = 0xC1;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate                                              | permessage-deflate
          permessage-deflate; client_max_window_bits                      | permessage-deflate
          permessage-deflate; server_max_window_bits=9                    | permessage-deflate; server_max_window_bits=9
          permessage-deflate; client_max_window_bits=10                   | permessage-deflate; client_max_window_bits=10
          permessage-deflate; server_no_context_takeover                  | permessage-deflate; server_no_context_takeover
          permessage-deflate; client_no_context_takeover                  | permessage-deflate; client_no_context_takeover
          permessage-deflate; unheard_of, permessage-deflate              | permessage-deflate
          permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=8 | permessage-deflate; server_max_window_bits=8
          x-webkit-deflate-frame, permessage-deflate                      | permessage-deflate
          """)
  void theFirstSoundOfferIsAccepted(String offer, String answer) throws Exception {
    assertThat(answer(CompressionOptions.DEFAULTS, offer)).isEqualTo(answer);
  }

  // RFC 6455 §9.1: several fields are one list
  @Test
  void offersMayComeInSeveralFields() throws Exception {
    String offers =
        "permessage-deflate; unheard_of\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12";
    assertThat(answer(CompressionOptions.DEFAULTS, offers))
        .isEqualTo("permessage-deflate; server_max_window_bits=12");
  }

  @Test
  void whatOneClientAsksForDoesNotBindTheNext() throws Exception {
    try (WebSocketServer server = Servers.echo().start()) {
      String frugal =
          OFFER
              + "; server_no_context_takeover; client_no_context_takeover;"
              + " server_max_window_bits=9; client_max_window_bits=9";
      assertThat(answer(server, frugal)).isEqualTo(frugal.substring(OFFER.indexOf("perm")));
      assertThat(answer(server, OFFER)).isEqualTo("permessage-deflate");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "permessage-deflate; unheard_of",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; client_max_window_bits=08",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
    "permessage-bzip2"
  })
  void anUnsoundOfferIsDeclined(String offer) throws Exception {
    assertThat(answer(CompressionOptions.DEFAULTS, offer)).isEmpty();
  }

  @Test
  void theOptionsDecide() throws Exception {
    CompressionOptions small =
        CompressionOptions.DEFAULTS.withWindowBits(11, 12).withTakeover(false, false);
    assertThat(answer(CompressionOptions.OFF, "permessage-deflate")).isEmpty();
    assertThat(answer(small, "permessage-deflate; client_max_window_bits"))
        .contains("server_no_context_takeover")
        .contains("client_no_context_takeover")
        .contains("client_max_window_bits=12");
    assertThat(answer(CompressionOptions.DEFAULTS.withMemoryBudget(0), "permessage-deflate"))
        .contains("server_no_context_takeover")
        .contains("client_no_context_takeover");
  }

  @Test
  void aCompressedMessageIsReadAndAnswered() throws Exception {
    try (WebSocketServer server = Servers.echo().options(always()).start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/echo", OFFER);
      client.send(RawClient.frame(COMPRESSED_TEXT, HELLO));
      // What zlib makes of it is the example of the RFC.
      assertThat(client.frame()).isEqualTo(new String(HELLO, StandardCharsets.UTF_8));
    }
  }

  @Test
  void withoutAnOfferRsv1IsAViolation() throws Exception {
    try (WebSocketServer server = Servers.echo().start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/echo");
      client.send(RawClient.frame(COMPRESSED_TEXT, HELLO));
      assertThat(client.frame()).startsWith("close 1002");
    }
  }

  // ---- memory

  @Test
  void aHandshakeThatComesTooLateGivesBackWhatItReserved() throws Exception {
    long before = Zlib.reservedBytes();
    CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo()
            .policyAsync(request -> {
              asked.complete(null);
              return decision;
            });
    try (WebSocketServer server = builder.start()) {
      try (RawClient client = RawClient.connect(server)) {
        client.send(RawClient.handshake("/echo", OFFER));
        asked.join();
      }
      decision.complete(HandshakeDecision.accept());
      Servers.await(() -> Zlib.reservedBytes() == before);
    }
  }

  @Test
  void aRefusedHandshakeReservesNothing() throws Exception {
    long before = Zlib.reservedBytes();
    WebSocketServerBuilder builder =
        Servers.echo().policy(request -> HandshakeDecision.refuse(HttpResponse.text(401, "no\n")));
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      assertThat(client.send(RawClient.handshake("/echo", OFFER)).response().status())
          .isEqualTo(401);
      assertThat(Zlib.reservedBytes()).isEqualTo(before);
    }
  }

  @Test
  void tenThousandBrokenConnectionsLeaveNothingBehind() throws Exception {
    // Those of tests before may still be ending. What the shared event loops hold stays.
    Servers.await(() -> Zlib.reservedBytes() == 0);
    long before = Zlib.nativeBytes();
    try (WebSocketServer server = Servers.echo().threads(2).options(always()).start()) {
      byte[] hello =
          RawClient.join(
              RawClient.handshake("/echo", OFFER).getBytes(StandardCharsets.US_ASCII),
              RawClient.frame(COMPRESSED_TEXT, HELLO),
              RawClient.frame(COMPRESSED_TEXT - 0x80, HELLO)); // the first fragment of another
      for (int i = 0; i < 10_000; i++) {
        breakOff(server, hello);
      }
      Servers.await(() -> Zlib.reservedBytes() == 0);
    }
    Servers.await(() -> Zlib.nativeBytes() <= before);
  }

  private static void breakOff(WebSocketServer server, byte[] hello) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        RawClient client = new RawClient(socket)) {
      assertThat(client.send(hello).response().status()).isEqualTo(101);
      client.frame();
      socket.setSoLinger(true, 0); // an RST, which leaves no port in TIME_WAIT
    }
  }

  // ---- fixtures

  private static WebSocketOptions always() {
    return WebSocketOptions.DEFAULTS.withCompression(CompressionOptions.DEFAULTS.withThreshold(0));
  }

  // The answer's extensions; empty for none.
  private static String answer(CompressionOptions options, String offer) throws Exception {
    WebSocketOptions all = WebSocketOptions.DEFAULTS.withCompression(options);
    try (WebSocketServer server = Servers.echo().options(all).start()) {
      return answer(server, "Sec-WebSocket-Extensions: " + offer);
    }
  }

  private static String answer(WebSocketServer server, String offer) throws Exception {
    try (RawClient client = RawClient.connect(server)) {
      Response response = client.upgrade("/echo", offer);
      return response.field("Sec-WebSocket-Extensions").orElse("");
    }
  }
}
