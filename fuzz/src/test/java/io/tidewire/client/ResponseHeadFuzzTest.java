package io.tidewire.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidewire.WebSocket;
import io.tidewire.connection.Agreed;
import io.tidewire.deflate.ClientOffer;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.fuzz.Input;
import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.Headers;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Any bytes in place of the answer to a client's handshake: however they are cut, it opens the
/// same connection, with the same bytes behind the head, or is refused in the same words.
class ResponseHeadFuzzTest {
  // RFC 6455 §1.3, so that seeds can hold the right answer.
  private static final byte[] NONCE = "the sample nonce".getBytes(US_ASCII);
  private static final Settings SETTINGS = WebSocketClient.builder().settings();

  @FuzzTest(maxDuration = "20s")
  void anyCutIsReadAlike(byte[] data) {
    Input input = new Input(data);
    boolean compress = input.choice(0);
    long reserved = Zlib.reservedBytes();
    String whole = read(List.of(ByteBuffer.wrap(input.bytes())), compress);
    assertThat(read(input.pieces(), compress)).isEqualTo(whole);
    assertThat(Zlib.reservedBytes()).isEqualTo(reserved);
  }

  private static String read(List<ByteBuffer> pieces, boolean compress) {
    try (ClientOffer offer = new ClientOffer(CompressionOptions.DEFAULTS)) {
      Opened opened = new Opened();
      Optional<ClientOffer> made = compress ? Optional.of(offer) : Optional.empty();
      Upgrade upgrade =
          new Upgrade(handshake(made), Optional.empty(), made, opened::open, SETTINGS);
      EmbeddedChannel channel = new EmbeddedChannel();
      upgrade.start(channel);
      for (ByteBuffer piece : pieces) {
        if (channel.isOpen()) {
          channel.writeInbound(Unpooled.copiedBuffer(piece));
        }
      }
      channel.finishAndReleaseAll();
      return told(upgrade.answer().getNow(null), opened);
    }
  }

  private static ClientHandshake handshake(Optional<ClientOffer> offer) {
    return new ClientHandshake(
        URI.create("ws://host/chat"),
        List.of("chat", "echo"),
        offer.map(ClientOffer::extensions).orElse(List.of()),
        Headers.EMPTY,
        NONCE);
  }

  private static String told(Answer answer, Opened opened) {
    return switch (answer) {
      case Answer.Opened _ -> opened.agreed + " then " + opened.bytes;
      case Answer.Refused(String why, int status, Headers headers, String body) -> {
        assertThat(status).isBetween(100, 999);
        assertThat(body.length()).isLessThanOrEqualTo(4 << 10);
        yield inWords(why) + " " + headers + " " + body;
      }
      case Answer.Failed(String why, Throwable _) -> inWords(why);
    };
  }

  // One line for a person, whatever a server says.
  private static String inWords(String why) {
    String line = Words.visible(why);
    assertThat(line).matches("\\P{Cntrl}{10,600}");
    return line;
  }

  /// A connection that is only noted down.
  private static final class Opened extends ChannelInboundHandlerAdapter {
    final StringBuilder bytes = new StringBuilder();
    String agreed = "";

    WebSocket open(Channel channel, Agreed terms) {
      agreed = terms.subprotocol() + " " + terms.responseHeaders();
      terms.deflate().ifPresent(PerMessageDeflate::close);
      channel.pipeline().addLast(this);
      return null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ByteBuf in = (ByteBuf) msg;
      bytes.append(in.toString(ISO_8859_1));
      in.release();
    }
  }
}
