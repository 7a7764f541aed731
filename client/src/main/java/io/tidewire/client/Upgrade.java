package io.tidewire.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.tidewire.WebSocket;
import io.tidewire.connection.Agreed;
import io.tidewire.deflate.ClientOffer;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.RequestHead;
import io.tidewire.protocol.Role;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The client's half of the opening handshake on one channel (RFC 6455 §4.1), and what has to
/// happen before it: the proxy's and TLS's own handshakes. When it is done, nothing of HTTP is left
/// in the pipeline.
final class Upgrade extends ChannelInboundHandlerAdapter {
  private final ClientHandshake handshake;
  private final RequestHead request;
  private final Optional<ClientTls> tls;
  private final Optional<ClientOffer> offer;
  private final Opener opener;
  private final Settings settings;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  // event loop only, from start on
  private Channel channel;
  private ScheduledFuture<?> deadline;
  private Stage stage;

  /// The final response, as far as it came; null before its head.
  private Response response;

  /// What the server agreed to; null until a valid 101 came.
  private ClientHandshake.Accepted accepted;

  /// Compression, where the server agreed to it.
  private Optional<PerMessageDeflate> deflate = Optional.empty();

  /// @param tls empty for plain text
  /// @param offer of compression; empty for none
  Upgrade(
      ClientHandshake handshake,
      Optional<ClientTls> tls,
      Optional<ClientOffer> offer,
      Opener opener,
      Settings settings) {
    this.handshake = handshake;
    this.offer = offer;
    this.tls = tls;
    this.request = handshake.request();
    this.opener = opener;
    this.settings = settings;
  }

  /// Completes, never exceptionally, when it is known how the handshake ended.
  CompletableFuture<Answer> answer() {
    return answer;
  }

  /// Builds the pipeline of a channel that has just connected, and begins. On its event loop.
  ///
  /// What is written here waits in the handlers of proxy and TLS until they are ready.
  void start(Channel channel) {
    this.channel = channel;
    long allowed = settings.handshakeTimeout().toNanos();
    deadline = channel.eventLoop().schedule(this::expired, allowed, TimeUnit.NANOSECONDS);
    ChannelPipeline pipeline = channel.pipeline();
    stage = pipeline.get(ProxyHandler.class) == null ? afterProxy() : Stage.PROXY;
    tls.ifPresent(it -> pipeline.addLast(it.handler(handshake.host(), handshake.port())));
    pipeline.addLast(new HttpRequestEncoder(), Http.responseDecoder(), this);
    channel
        .writeAndFlush(Http.request(request))
        .addListener(written -> failUnless(written.isSuccess(), written.cause()));
  }

  private Stage afterProxy() {
    return tls.isPresent() ? Stage.TLS : Stage.RESPONSE;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case ProxyConnectionEvent _ -> stage = afterProxy();
      case SslHandshakeCompletionEvent done -> {
        failUnless(done.isSuccess(), done.cause());
        stage = Stage.RESPONSE;
      }
      default -> ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (!answer.isDone() && message instanceof HttpResponse head) {
        onHead(head);
      }
      if (!answer.isDone() && message instanceof HttpContent content && response != null) {
        onContent(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void onHead(HttpResponse head) {
    if (!Http.isAnswer(head)) {
      finish(new Answer.Failed(Words.notHttp(head), head.decoderResult().cause()));
      return;
    }
    // RFC 9110 §15.2: other interim responses may come before the final one, and say nothing.
    if (head.status().code() == 101 || head.status().code() >= 200) {
      response = new Response(head);
    }
    if (head.status().code() == 101) {
      verify();
    }
  }

  private void verify() {
    // RFC 9110 §15.2: HTTP/1.0 knows no 1xx, so whoever says so has not understood the request.
    if (response.isHttp10()) {
      finish(response.refused("the server switches protocols in HTTP/1.0, which cannot do that"));
      return;
    }
    switch (handshake.verify(response.head())) {
      case ClientHandshake.Accepted agreed -> accept(agreed);
      case ClientHandshake.Rejected(String reason) -> finish(response.refused(reason));
    }
  }

  private void accept(ClientHandshake.Accepted agreed) {
    accepted = agreed;
    if (offer.isEmpty()) {
      return;
    }
    switch (offer.get().judge(agreed.extensions())) {
      case ClientOffer.Agreed compression -> deflate = Optional.of(compression.deflate());
      case ClientOffer.Declined() -> {}
      case ClientOffer.Illegal(String reason) -> finish(response.refused(reason));
    }
  }

  private void onContent(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (accepted != null && last) {
      open();
    } else if (accepted == null && (response.add(content.content()) || last)) {
      finish(response.refused());
    }
  }

  /// Frames may be sent from within the opening, so what encodes HTTP has to be gone before. The
  /// decoder goes after it, and gives what came right behind the head to the connection's handler.
  private void open() {
    Agreed agreed = agreed();
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.toMap().values().stream().filter(Upgrade::isDone).forEach(pipeline::remove);
    WebSocket ws = opener.open(channel, agreed);
    pipeline.remove(HttpResponseDecoder.class);
    deadline.cancel(false);
    answer.complete(new Answer.Opened(ws));
  }

  private static boolean isDone(ChannelHandler handler) {
    return !(handler instanceof SslHandler || handler instanceof HttpResponseDecoder);
  }

  private Agreed agreed() {
    return new Agreed(
        Role.CLIENT,
        settings.options(),
        Http.handshakeRequest(
            request,
            channel.remoteAddress(),
            tls.map(_ -> channel.pipeline().get(SslHandler.class).engine().getSession())),
        response.head().headers(),
        accepted.subprotocol(),
        new ConcurrentHashMap<>(),
        deflate);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    finish(response == null ? new Answer.Failed(stage.whenClosed(), null) : response.refused());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failUnless(false, cause);
  }

  private void expired() {
    String why = stage.whenLate() + " within " + Words.duration(settings.handshakeTimeout());
    finish(response == null ? new Answer.Failed(why, null) : response.refused());
  }

  private void failUnless(boolean success, Throwable cause) {
    if (!success) {
      finish(new Answer.Failed(Words.handshakeFailure(cause, stage), cause));
    }
  }

  /// The first of several ends counts.
  private void finish(Answer end) {
    if (answer.complete(end)) {
      deadline.cancel(false);
      deflate.ifPresent(PerMessageDeflate::close);
      channel.close();
    }
  }

  /// What is waited for.
  enum Stage {
    PROXY("no answer from the proxy", "the proxy closed the connection without an answer"),
    TLS("no TLS session", "the server closed the connection during the TLS handshake"),
    RESPONSE(
        "no answer to the handshake",
        "the server closed the connection without an answer to the handshake");

    private final String whenLate;
    private final String whenClosed;

    Stage(String whenLate, String whenClosed) {
      this.whenLate = whenLate;
      this.whenClosed = whenClosed;
    }

    String whenLate() {
      return whenLate;
    }

    String whenClosed() {
      return whenClosed;
    }
  }
}
