package io.tidewire.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;

/// Parses one request, and then nothing more until that one is answered: what a client sends behind
/// it waits here as bytes. After a handshake they are frames, which must not be parsed as HTTP;
/// otherwise they are the next request, which is to be answered after this one.
///
/// What waits is bounded, because the socket is not read meanwhile. When this leaves the pipeline,
/// it hands on what waits.
final class RequestDecoder extends HttpRequestDecoder {
  /// Fired when the first byte of a request is there.
  enum Event {
    STARTED
  }

  private static final int WATCHED = 16 << 10;

  // Whether the next byte belongs to a request that has begun.
  private boolean started;
  private boolean paused;
  // Whether, while paused, the socket is read all the same until this much waits.
  private boolean watching;
  // Whether a call further up the stack reads already.
  private boolean reading;
  private ChannelHandlerContext context;

  RequestDecoder(ServerLimits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxHead())
            .setMaxHeaderSize(limits.maxHead())
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    super.handlerAdded(ctx);
    context = ctx;
  }

  /// Leaves what comes from now on unparsed.
  void pause() {
    paused = true;
  }

  /// Finds out, while nothing is parsed, when the client goes: that shows to those who read alone.
  void watch() {
    watching = true;
    readOn();
  }

  // Behind a request that takes long, a client may leave the next one at most, or so.
  private void readOn() {
    boolean little = watching && actualReadableBytes() < WATCHED;
    context.channel().config().setAutoRead(!paused || little);
  }

  /// Goes on with the next request.
  void resume() throws Exception {
    paused = false;
    watching = false;
    started = false;
    if (!reading) {
      channelRead(context, Unpooled.EMPTY_BUFFER);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
    reading = true;
    try {
      super.channelRead(ctx, msg);
    } finally {
      reading = false;
    }
    if (!ctx.isRemoved()) {
      readOn();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (paused) {
      // Netty's decoder would ask for more bytes here when it made nothing of the last ones.
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (paused) {
      return;
    }
    if (!started && in.isReadable()) {
      started = true;
      ctx.fireUserEventTriggered(Event.STARTED);
    }
    super.decode(ctx, in, out);
  }

  // RFC 9112 §2.3: the name is told apart by its case, which Netty does not look at
  @Override
  protected HttpMessage createMessage(String[] initialLine) throws Exception {
    if (!initialLine[2].startsWith("HTTP/")) {
      throw new IllegalArgumentException("not HTTP but " + initialLine[2]);
    }
    return super.createMessage(initialLine);
  }

  // RFC 9112 §6.3 item 3: "ought to be handled as an error", since a proxy in front may have
  // understood it otherwise
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
  }
}
