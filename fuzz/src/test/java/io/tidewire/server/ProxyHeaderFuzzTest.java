package io.tidewire.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.tidewire.fuzz.Input;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/// Any bytes in place of a header of the PROXY protocol: however they are cut, they tell the same
/// client and leave the same bytes behind the header, or close the connection.
class ProxyHeaderFuzzTest {
  // Counts nobody, so that nobody is one too many.
  private static final Admission ADMISSION =
      new Admission(
          ServerLimits.DEFAULTS.withUncounted(Networks.of("0.0.0.0/0", "::/0")),
          new Tally(),
          System::nanoTime);

  @FuzzTest(maxDuration = "20s")
  void anyCutTellsTheSameClient(byte[] data) {
    Input input = new Input(data);
    String whole = read(List.of(ByteBuffer.wrap(input.bytes())));
    assertThat(read(input.pieces())).isEqualTo(whole);
  }

  private static String read(List<ByteBuffer> pieces) {
    Tally tally = new Tally();
    Behind behind = new Behind();
    EmbeddedChannel channel = new EmbeddedChannel();
    Visitor visitor = Visitor.enter(channel, ADMISSION);
    channel
        .pipeline()
        .addLast(
            new HAProxyMessageDecoder(ServerLimits.DEFAULTS.maxHead()),
            new ProxyHeader(visitor, tally),
            behind);
    for (ByteBuffer piece : pieces) {
      if (channel.isOpen()) {
        channel.writeInbound(Unpooled.copiedBuffer(piece));
      }
    }
    boolean closed = !channel.isOpen();
    boolean waits = channel.pipeline().get(ProxyHeader.class) != null;
    channel.finishAndReleaseAll();
    assertThat(tally.figures(0, 0).badProxyHeaders()).isEqualTo(closed ? 1 : 0);
    return closed ? closed(behind) : waits ? "waits" : told(visitor) + " " + behind.bytes;
  }

  private static String closed(Behind behind) {
    assertThat(behind.bytes).isEmpty();
    return "closed";
  }

  private static String told(Visitor visitor) {
    assertThat(visitor.address())
        .isInstanceOfAny(InetSocketAddress.class, UnixDomainSocketAddress.class);
    return visitor.address().toString();
  }

  /// What a request would be read from.
  private static final class Behind extends ChannelInboundHandlerAdapter {
    final StringBuilder bytes = new StringBuilder();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ByteBuf in = (ByteBuf) msg;
      bytes.append(in.toString(ISO_8859_1));
      in.release();
    }
  }
}
