package io.tidewire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {
  private final RequestDecoder decoder = new RequestDecoder(ServerLimits.DEFAULTS);
  private final List<String> seen = new ArrayList<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder, new PausesAfterEach());

  /// Does as the server's handler: pauses at the end of each request.
  private final class PausesAfterEach extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      switch (msg) {
        case HttpRequest request -> seen.add(request.uri());
        case LastHttpContent last -> decoder.pause();
        case HttpContent content -> content.release();
        case ByteBuf bytes -> {
          seen.add(bytes.toString(US_ASCII));
          bytes.release();
        }
        default -> throw new IllegalArgumentException(msg.toString());
      }
    }
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
  }

  @AfterEach
  void stop() {
    assertThat(channel.finish()).isFalse();
  }

  @Test
  void parsesOneRequestAndStopsReadingUntilItGoesOn() throws Exception {
    receive(RawClient.get("/a") + RawClient.get("/b") + RawClient.get("/c"));
    assertThat(seen).containsExactly("/a");
    assertThat(channel.config().isAutoRead()).isFalse();

    decoder.resume();
    assertThat(seen).containsExactly("/a", "/b");
    assertThat(channel.config().isAutoRead()).isFalse();

    decoder.resume();
    assertThat(seen).containsExactly("/a", "/b", "/c");

    decoder.resume();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void asksForNoMoreBytesWhileItIsPaused() {
    AtomicInteger reads = new AtomicInteger();
    receive(RawClient.get("/a") + "x");
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void read(ChannelHandlerContext ctx) {
                reads.incrementAndGet();
              }
            });

    // What the transport had read already still comes, and is no reason to read on.
    receive("y");

    assertThat(seen).containsExactly("/a");
    assertThat(reads).hasValue(0);
  }

  @Test
  void handsOnWhatWaitsWhenItLeaves() {
    receive(RawClient.get("/a") + "frames");
    receive(" and more");

    channel.pipeline().remove(decoder);

    assertThat(seen).containsExactly("/a", "frames and more");
  }

  @Test
  void tellsTheFirstByteOfEachRequest() throws Exception {
    List<Object> events = new ArrayList<>();
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                events.add(event);
              }
            });
    receive("G");
    assertThat(events).containsExactly(RequestDecoder.Event.STARTED);
    receive(RawClient.get("/a").substring(1) + "G");
    assertThat(events).hasSize(1);

    decoder.resume();
    assertThat(events).hasSize(2);
  }
}
