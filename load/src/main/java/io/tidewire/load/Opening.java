package io.tidewire.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.Extension;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.RequestHead;
import io.tidewire.protocol.ResponseHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Opens one connection: TCP, TLS, and the WebSocket handshake (RFC 6455 §4.1), after which nothing
/// of HTTP is left in the pipeline.
final class Opening extends ChannelInboundHandlerAdapter {
  private static final int LARGEST_REFUSAL = 64 << 10;

  private final Lane lane;
  private final int number;
  private final LoadOptions options;
  private final Endpoint endpoint;
  private final CompletableFuture<Agreed> opened = new CompletableFuture<>();
  private ClientHandshake handshake;
  private String missing = "no connection";

  private Opening(Lane lane, int number, LoadOptions options, Endpoint endpoint) {
    this.lane = lane;
    this.number = number;
    this.options = options;
    this.endpoint = endpoint;
  }

  /// What the handshake settled.
  ///
  /// @param extension as the server wrote it; empty without one
  record Agreed(Optional<String> extension, Optional<String> subprotocol) {
    static final Agreed NOTHING = new Agreed(Optional.empty(), Optional.empty());
  }

  /// Begins.
  ///
  /// @return completes with a [LoadException] when there is no connection
  static CompletableFuture<Agreed> open(
      Lane lane, int number, LoadOptions options, Endpoint endpoint, InetSocketAddress address) {
    Opening opening = new Opening(lane, number, options, endpoint);
    ChannelFuture connecting = opening.bootstrap().connect(address);
    long limit = options.timeout().toNanos();
    ScheduledFuture<?> deadline =
        lane.loop().schedule(() -> opening.late(limit), limit, TimeUnit.NANOSECONDS);
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        opening.fail(Words.connectFailure(address, done.cause()));
      }
    });
    return opening.opened.whenComplete((_, failure) -> {
      deadline.cancel(false);
      if (failure != null) {
        connecting.channel().close();
      }
    });
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(lane.loop())
        .channel(lane.socketChannel())
        // The deadline above covers this part too.
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .option(ChannelOption.RECVBUF_ALLOCATOR, lane.readBuffer())
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                prepare(channel.pipeline());
              }
            });
  }

  private void prepare(ChannelPipeline pipeline) {
    if (endpoint.tls()) {
      pipeline.addLast(new SslHandler(options.tls().engine(endpoint.host(), endpoint.port())));
    }
    if (endpoint.webSocket()) {
      pipeline.addLast(
          new HttpRequestEncoder(),
          new HttpResponseDecoder(),
          new HttpObjectAggregator(LARGEST_REFUSAL));
    }
    pipeline.addLast(this);
  }

  // ---- events

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    missing = "no TLS session";
    if (!endpoint.tls()) {
      ready(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess()) {
        ready(ctx);
      } else {
        fail(Words.tlsFailure(done.cause()));
      }
    }
  }

  private void ready(ChannelHandlerContext ctx) {
    missing = "no answer to the handshake";
    if (endpoint.webSocket()) {
      handshake = Endpoint.handshake(options);
      ctx.writeAndFlush(request(handshake.request()));
    } else {
      open(ctx, Agreed.NOTHING);
    }
  }

  private static DefaultFullHttpRequest request(RequestHead head) {
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, head.target(), Unpooled.EMPTY_BUFFER);
    head.headers().forEach(field -> request.headers().add(field.name(), field.value()));
    return request;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof FullHttpResponse response) {
        judge(ctx, response);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void judge(ChannelHandlerContext ctx, FullHttpResponse response) {
    if (response.decoderResult().isFailure()) {
      fail("the server's answer is not HTTP");
    } else if (response.status().code() != 101) {
      String body = response.content().toString(StandardCharsets.UTF_8);
      String line = body.lines().findFirst().map(first -> ": " + first).orElse("");
      fail("the server answered " + response.status() + Words.visible(line));
    } else {
      switch (handshake.verify(head(response))) {
        case ClientHandshake.Rejected(String reason) -> fail(reason);
        case ClientHandshake.Accepted accepted -> open(ctx, agreed(accepted));
      }
    }
  }

  private static ResponseHead head(FullHttpResponse response) {
    List<Headers.Field> fields =
        response.headers().entries().stream()
            .map(entry -> new Headers.Field(entry.getKey(), entry.getValue()))
            .toList();
    return new ResponseHead(response.status().code(), Headers.copyOf(fields));
  }

  private static Agreed agreed(ClientHandshake.Accepted accepted) {
    List<Extension> extensions = accepted.extensions();
    return new Agreed(
        extensions.isEmpty() ? Optional.empty() : Optional.of(Extension.format(extensions)),
        accepted.subprotocol());
  }

  /// What encodes HTTP goes first. The decoder goes last, and gives what came right behind the head
  /// to the link.
  private void open(ChannelHandlerContext ctx, Agreed agreed) {
    ChannelPipeline pipeline = ctx.pipeline();
    if (endpoint.webSocket()) {
      pipeline.remove(HttpRequestEncoder.class);
      pipeline.remove(HttpObjectAggregator.class);
    }
    pipeline.remove(this);
    pipeline.addLast(lane.link(number, ctx.channel(), agreed));
    if (endpoint.webSocket()) {
      pipeline.remove(HttpResponseDecoder.class);
    }
    opened.complete(agreed);
  }

  // ---- failures

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(missing + ": the server closed the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(missing + ": " + Words.failure(cause));
  }

  private void late(long limitNanos) {
    fail(missing + " within " + Words.duration(limitNanos));
  }

  private void fail(String why) {
    opened.completeExceptionally(new LoadException(why));
  }
}
