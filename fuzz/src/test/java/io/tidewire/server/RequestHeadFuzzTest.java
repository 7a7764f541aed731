package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tidewire.fuzz.Input;
import io.tidewire.protocol.OriginRule;
import io.tidewire.protocol.Refusal;
import io.tidewire.protocol.ServerHandshake;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Any bytes in place of a request: however they are cut, they are read or refused alike.
class RequestHeadFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void anyCutIsReadAlike(byte[] data) {
    Input input = new Input(data);
    List<String> whole = read(List.of(ByteBuffer.wrap(input.bytes())));
    assertThat(read(input.pieces())).isEqualTo(whole);
  }

  private static List<String> read(List<ByteBuffer> pieces) {
    Reader reader = new Reader();
    EmbeddedChannel channel = new EmbeddedChannel(reader.decoder, reader);
    for (ByteBuffer piece : pieces) {
      channel.writeInbound(Unpooled.copiedBuffer(piece));
    }
    channel.finishAndReleaseAll();
    return reader.seen;
  }

  /// Does as the server's handler: judges the head, and pauses at the end of the request.
  private static final class Reader extends ChannelInboundHandlerAdapter {
    final RequestDecoder decoder = new RequestDecoder(ServerLimits.DEFAULTS);
    final List<String> seen = new ArrayList<>();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      try {
        if (msg instanceof HttpObject part) {
          take(part);
        }
      } finally {
        ReferenceCountUtil.release(msg);
      }
    }

    // What follows the first thing that is wrong is not looked at.
    private void take(HttpObject part) {
      if (!seen.isEmpty() && seen.getLast().startsWith("refused")) {
        return;
      }
      if (part.decoderResult().isFailure()) {
        refused(NettyHttp.refusal(part.decoderResult().cause(), ServerLimits.DEFAULTS).refusal());
      } else if (part instanceof HttpRequest request) {
        judge(request);
      }
      if (part instanceof LastHttpContent) {
        decoder.pause();
      }
    }

    private void judge(HttpRequest request) {
      try {
        NettyHttp.check(request, ServerLimits.DEFAULTS);
        switch (ServerHandshake.check(NettyHttp.head(request), OriginRule.sameOrigin())) {
          case ServerHandshake handshake -> seen.add("accepted " + handshake.resourceName());
          case Refusal refusal -> refused(refusal);
        }
      } catch (RefusedException e) {
        refused(e.refusal());
      }
    }

    private void refused(Refusal refusal) {
      assertThat(refusal.status()).isBetween(400, 599);
      assertThat(refusal.line()).isNotBlank();
      seen.add("refused " + refusal.status() + " " + refusal.line());
    }
  }
}
