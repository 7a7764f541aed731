package io.tidewire.server;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.tidewire.connection.Connections;
import io.tidewire.connection.Wire;
import io.tidewire.protocol.Refusal;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/// A connection while it speaks HTTP: takes one request after the other, keeps the deadlines, and
/// leaves when a request turns it into a WebSocket. Event loop only.
///
/// ```
///            first byte           last byte            decided              written
///   AWAITING ──────────► READING ──────────► DECIDING ──────────► RESPONDING ──────► AWAITING
///       │                   │                    │                    │
///   at the deadline:        │                    │                    │
///     close                408         503, for WebSocket only      close
/// ```
final class HttpHandler extends ChannelInboundHandlerAdapter {
  private static final System.Logger LOG = System.getLogger("io.tidewire");

  private final RequestDecoder decoder;
  private final HttpEnd end;
  private final ServerLimits limits;
  private final Application application;
  private final OpenConnections connections;
  private final TrustedProxies proxies;
  private final Tally tally;
  private final Visitor visitor;
  private final Deadline deadline = new Deadline(this::expired);
  private ChannelHandlerContext ctx;

  private Phase phase = Phase.AWAITING;
  // Whether a request has been answered here before.
  private boolean keptAlive;

  // The request being read or answered; null while none is.
  private IncomingRequest request;
  // What an annex answers; null while none does.
  private HttpExchange exchange;
  private boolean closesAfter;

  HttpHandler(
      RequestDecoder decoder, HttpResponseEncoder encoder, Service service, Visitor visitor) {
    this.decoder = decoder;
    this.end = new HttpEnd(decoder, encoder, service);
    this.limits = service.limits();
    this.application = service.application();
    this.connections = service.connections();
    this.proxies = service.proxies();
    this.tally = service.tally();
    this.visitor = visitor;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    deadline.on(ctx.executor());
    connections.add(this);
    deadline.in(limits.handshakeTimeout());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    connections.remove(this);
    deadline.cancel();
    endExchange();
    if (request != null) {
      request.release();
    }
  }

  // ---- deadlines

  private void expired() {
    if (!keptAlive || phase == Phase.DECIDING) {
      tally.late.increment();
    }
    switch (phase) {
      case AWAITING, RESPONDING -> ctx.close();
      case READING -> refuse(Refusal.of(408, "the request took too long to arrive"));
      case DECIDING -> refuse(Refusal.of(503, "this server took too long to decide: try again"));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == RequestDecoder.Event.STARTED) {
      phase = Phase.READING;
      // The first request's time runs from accept.
      if (keptAlive) {
        deadline.in(limits.handshakeTimeout());
      }
    }
    context.fireUserEventTriggered(event);
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext context, Object msg) throws Exception {
    try {
      take((HttpObject) msg);
    } catch (RefusedException refused) {
      refuse(refused.refusal());
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  private void take(HttpObject part) throws RefusedException {
    if (part.decoderResult().isFailure()) {
      throw NettyHttp.refusal(part.decoderResult().cause(), limits);
    }
    if (part instanceof HttpRequest next) {
      begin(next);
    }
    if (part instanceof HttpContent content) {
      request.append(content);
    }
    if (part instanceof LastHttpContent) {
      answer();
    }
  }

  private void begin(HttpRequest next) throws RefusedException {
    request = new IncomingRequest(next, limits, application, Connections.budget());
    visitor.requireWelcome();
    if (request.awaitsContinue()) {
      ctx.writeAndFlush(NettyHttp.goOn());
    }
    if (!request.isUpgrade()) {
      deadline.in(limits.idleTimeout());
    }
  }

  // ---- answering

  private void answer() throws RefusedException {
    decoder.pause();
    phase = Phase.DECIDING;
    if (!request.isUpgrade()) {
      // A hook may take its time: it may be a long poll.
      deadline.cancel();
    }
    Peer peer = peer();
    if (request.isUpgrade() && proxies.forwards(visitor.address())) {
      // The first time that its client is known; a plain request's would be another each time.
      visitor.countFor(peer.address());
      visitor.requireWelcome();
    }
    application.answer(request.head(), request.body(), peer).thenAccept(this::onOutcome);
  }

  private Peer peer() {
    return Peer.of(ctx.channel(), proxies.client(visitor.address(), request.head().headers()));
  }

  // On whatever thread the application completes.
  private void onOutcome(Outcome outcome) {
    try {
      execute(() -> settle(outcome));
    } catch (RejectedExecutionException stopped) {
      outcome.discard(); // the server and all its connections are gone
    }
  }

  private void settle(Outcome outcome) {
    if (ctx.isRemoved()) {
      outcome.discard();
      return; // too late: the deadline has answered, or the client has gone
    }
    try {
      switch (outcome) {
        case Outcome.Reply reply -> reply(reply.response(), reply.last());
        case Outcome.Upgrade upgrade -> upgrade(upgrade);
        case Outcome.Handover handover -> handOver(handover);
      }
    } catch (Throwable mistake) { // the heap may be full, and yet native memory is to be given back
      outcome.discard();
      exceptionCaught(ctx, mistake);
    }
  }

  private ChannelFuture reply(HttpResponse response, boolean last) {
    boolean close = last || isLast(response);
    note(response);
    ChannelFuture written =
        ctx.writeAndFlush(NettyHttp.response(response, !request.isHead(), close));
    written(written, close);
    return written;
  }

  private boolean isLast(HttpResponse response) {
    return connections.draining()
        || response.headers().hasToken("Connection", "close")
        || !request.mayStay();
  }

  // The response is on its way.
  private void written(ChannelFuture written, boolean close) {
    if (close) {
      LingeringClose.after(written, limits.idleTimeout());
    } else {
      phase = Phase.RESPONDING;
      deadline.in(limits.idleTimeout());
      // The next request is looked at when this response is out: a client that does not read makes
      // the server hold one.
      written.addListener(_ -> await());
    }
  }

  private void await() throws Exception {
    if (ctx.isRemoved()) {
      return;
    }
    request.release();
    request = null;
    keptAlive = true;
    phase = Phase.AWAITING;
    if (connections.draining()) {
      ctx.close();
    } else {
      decoder.resume();
    }
  }

  // ---- an annex answers

  private void handOver(Outcome.Handover handover) {
    exchange = new HttpExchange(this, handover);
    decoder.watch();
    handover.annex().serve(exchange);
  }

  ChannelFuture respond(HttpResponse response) {
    endExchange();
    return reply(response, false);
  }

  void begin(HttpResponse head) {
    closesAfter = isLast(head);
    ctx.writeAndFlush(NettyHttp.head(head, request.takesChunks(), closesAfter));
  }

  ChannelFuture write(HttpContent content) {
    phase = Phase.RESPONDING;
    deadline.in(limits.idleTimeout());
    Runnable taken = deadline.canceller();
    return ctx.writeAndFlush(content).addListener(_ -> taken.run());
  }

  void end(LastHttpContent end) {
    endExchange();
    written(ctx.writeAndFlush(end), closesAfter);
  }

  private void endExchange() {
    if (exchange != null) {
      exchange.finished();
      exchange = null;
    }
  }

  /// See [HttpEnd#open].
  Optional<HttpResponse> open(Outcome decision, Function<EventLoop, Wire> wire) {
    return end.open(decision, wire.apply(ctx.channel().eventLoop()));
  }

  /// Runs on the event loop: now if this is it, else soon.
  void execute(Runnable action) {
    if (ctx.executor().inEventLoop()) {
      action.run();
    } else {
      ctx.executor().execute(action);
    }
  }

  private void refuse(Refusal refusal) {
    if (!ctx.isRemoved()) {
      HttpResponse response = Outcome.Reply.of(refusal, true).response();
      note(response);
      LingeringClose.after(
          ctx.writeAndFlush(NettyHttp.response(response, true, true)), limits.idleTimeout());
    }
  }

  // Whoever asked for WebSocket and gets a response has been refused.
  private void note(HttpResponse response) {
    if (request != null && request.isUpgrade()) {
      tally.refused.increment();
      application.refused(request.head(), peer(), response);
    }
  }

  // ---- the end of HTTP

  private void upgrade(Outcome.Upgrade upgrade) {
    ctx.write(NettyHttp.switchingProtocols(upgrade.agreed().responseHeaders()))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    end.toWebSocket(ctx, upgrade);
  }

  /// Ends the connection: now if no request is under way, else with its response. From any thread.
  ///
  /// @return completes when it has ended, also if it has become a WebSocket meanwhile
  CompletableFuture<Void> drain() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ctx.channel().closeFuture().addListener(_ -> ended.complete(null));
    ctx.executor()
        .execute(() -> {
          if (phase == Phase.AWAITING && !ctx.isRemoved()) {
            ctx.close();
          }
        });
    return ended;
  }

  /// Ends the connection at once. From any thread.
  void cut() {
    ctx.channel().close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // What a network or a peer's TLS does is everyday; anything else is a mistake in here.
    boolean everyday = cause instanceof IOException || cause.getCause() instanceof IOException;
    LOG.log(everyday ? Level.DEBUG : Level.WARNING, "closing " + ctx.channel(), cause);
    ctx.close();
  }
}
