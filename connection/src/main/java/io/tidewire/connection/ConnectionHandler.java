package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.EngineListener;
import io.tidewire.protocol.TcpAction;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// Drives one connection's engine over its channel: the only handler behind TLS once the handshake
/// is done. Event loop only, but for what says otherwise.
///
/// ```
///   channelRead ──► Engine ──► Receiver        Connection ──► Outbox ──► FrameWriter ──► channel
///                     └─── pong, close ──────────────────────────────────────▲
/// ```
final class ConnectionHandler extends ChannelInboundHandlerAdapter
    implements Carrier, EngineListener {
  private final Channel channel;
  private final Connection connection;
  private final Receiver receiver;
  private final Loop loop;
  private final Engine engine;
  private final Outbox outbox;
  private final Intake intake;
  private final FrameWriter writer;
  private final Pacing pacing;
  private final Deadlines deadlines;
  final ControlFrames controlFrames;
  // Null when nobody watches the frames.
  private final GuardedObserver observer;
  private final Optional<PerMessageDeflate> deflate;

  // Why the network failed, for the explanation; empty while it did not.
  private String networkFailure = "";
  private boolean outputEnded;
  private Loop.Watch watch;

  ConnectionHandler(
      Channel channel, Connection connection, Receiver receiver, Agreed agreed, Loop loop) {
    this.channel = channel;
    this.connection = connection;
    this.receiver = receiver;
    this.loop = loop;
    WebSocketOptions options = agreed.options();
    outbox = connection.outbox();
    Delivery delivery = receiver.takesParts() ? Delivery.PARTS : Delivery.WHOLE;
    engine = new Engine(agreed.role(), options.limits(), delivery, loop.memory, loop.masks);
    observer =
        options
            .frameObserver()
            .map(user -> new GuardedObserver(user, connection::reportFailure))
            .orElse(null);
    engine.observe(observer);
    intake = new Intake(channel, engine, receiver, this);
    writer = new FrameWriter(channel, agreed.role(), engine, outbox, loop, this::flush);
    pacing = new Pacing(agreed, engine, receiver, outbox, intake, writer);
    deadlines = new Deadlines(this, connection, writer, options, loop);
    controlFrames = new ControlFrames(engine, this, outbox, loop, options.controlFrames());
    deflate = agreed.deflate();
    deflate.ifPresent(this::compress);
  }

  private void compress(PerMessageDeflate agreed) {
    agreed.open(loop.compressionPool());
    engine.useCompression(agreed.inflater(), loop.restored());
    writer.compress(new Compression(agreed, loop));
  }

  /// Puts the connection to work on its channel.
  @Override
  public void open() {
    watch = loop.watch(this::tick);
    deadlines.heard();
    channel.pipeline().addLast(this);
    receiver.onOpen();
    flush();
    if (!channel.isActive()) {
      ended(); // The channel may have said so before this handler was there.
    }
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      intake.take((ByteBuf) msg);
    } finally {
      ReferenceCountUtil.release(msg);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // Under TLS half a record comes as this alone.
    deadlines.heard();
    intake.done();
    flush();
  }

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    receiver.onData(text, last, payload);
    reviewReading();
  }

  @Override
  public void onPing(ByteBuffer payload) {
    controlFrames.count();
    reviewReading();
  }

  @Override
  public void onPong(ByteBuffer payload) {
    controlFrames.pong(payload);
  }

  @Override
  public void onControlFrame(ByteBuffer frame) {
    try {
      writer.control(frame);
    } catch (Throwable failure) {
      // No room for a few bytes. The engine is to go on, maybe with the report of the end.
      exceptionCaught(null, failure);
    }
  }

  private void reviewReading() {
    if (pacing.review()) {
      deadlines.heard();
    }
  }

  /// The receiver is no longer full. From any thread.
  @Override
  public void readingMayGoOn() {
    execute(this::reviewReading);
  }

  /// Whether silence means that the peer says nothing.
  boolean isListening() {
    return !engine.isClosed() && !intake.isPaused();
  }

  // ---- writing

  /// Writes a message at once if none waits before it and this is the connection's event loop.
  ///
  /// @return false when it has to go through the outbox. From any thread.
  @Override
  public boolean writeNow(Message message) {
    if (!inEventLoop() || isObserving()) {
      return false;
    }
    writer.makeWay();
    if (!writer.isClear() || !(intake.isBusy() || writer.hasRoom())) {
      return false;
    }
    writer.write(Outgoing.opcode(message), true, message);
    if (!intake.isBusy()) {
      connection.wake();
    }
    return true;
  }

  /// Sends what waits, as far as the socket takes it, and goes on with a closing that waited for
  /// that.
  @Override
  public void flush() {
    try {
      writer.flush();
      goOnClosing();
      reviewReading();
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  private void goOnClosing() {
    Outbox.CloseRequest asked = outbox.closeAsked();
    if (asked != null && engine.canSend()) {
      receiver.onClosing();
      if (outbox.isDrained()) {
        engine.close(asked.code(), asked.text(), this);
        writer.flush();
      }
    }
    if (engine.tcp() != TcpAction.KEEP && writer.isIdle()) {
      closeSent();
    }
  }

  private void closeSent() {
    if (engine.tcp() == TcpAction.AWAIT_CLOSE_FRAME) {
      deadlines.awaitCloseFrame();
    } else if (engine.tcp() == TcpAction.CLOSE && !outputEnded) {
      // The peer answers by closing its side, which closes the channel; a deadline bounds that.
      outputEnded = true;
      HalfClose.endOutput(channel);
    }
  }

  /// Bytes on their way that the socket has not taken. From any thread.
  @Override
  public long inFlight() {
    return writer.inFlight();
  }

  /// Sends a ping that the application asked for.
  @Override
  public void ping(CompletableFuture<Duration> pong) {
    controlFrames.ping(pong);
    connection.wake();
  }

  @Override
  public Optional<Duration> roundTripTime() {
    return controlFrames.roundTripTime();
  }

  /// Sends a ping of this end's own.
  void heartbeat() {
    controlFrames.heartbeat();
    flush();
  }

  // ---- closing

  /// Ends the connection from this end: tells the peer the code, unless it is 1006, and reports the
  /// explanation. From any thread.
  @Override
  public void fail(int code, String explanation) {
    execute(() -> {
      if (code == CloseCode.ABNORMAL) {
        cut(explanation);
      } else {
        engine.fail(code, "", explanation, this);
        flush();
      }
    });
  }

  /// Ends the connection and its channel at once.
  void cut(String explanation) {
    engine.fail(CloseCode.ABNORMAL, "", explanation, this);
    channel.close();
  }

  /// What must not fail has: nothing is known of this connection any more.
  void failed(Throwable failure) {
    cut("failed at this end: " + failure);
    connection.reportFailure(failure);
  }

  @Override
  public void onClosed(CloseReason reason) {
    deadlines.awaitEnd(reason);
    outbox.end(reason);
    deflate.ifPresent(PerMessageDeflate::close); // TCP may take longer, at the peer's will.
    receiver.onClosed(reason);
    controlFrames.end(reason);
    connection.ended(reason);
    reviewReading();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ended();
  }

  private void ended() {
    try {
      reportEnd();
    } finally {
      // Whatever failed before: nobody else gives the memory back.
      deflate.ifPresent(PerMessageDeflate::close);
      watch.end();
    }
  }

  private void reportEnd() {
    if (!engine.isClosed()) {
      // Nothing can be sent any more, while what has come is still looked at.
      outbox.end(tcpEnded());
    }
    intake.finish();
    engine.endOfInput(networkFailure, this);
    if (!connection.hasEnded()) {
      onClosed(tcpEnded()); // The heap was full when the engine was about to say so.
    }
    writer.end(connection.reason());
  }

  private static CloseReason tcpEnded() {
    return new CloseReason(CloseCode.ABNORMAL, "", CloseReason.By.NETWORK, "TCP has ended");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // That the channel is closed says nothing about why.
    if (networkFailure.isEmpty() && !(cause instanceof ClosedChannelException)) {
      networkFailure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    channel.close();
  }

  private void tick() {
    try {
      deadlines.check();
    } catch (Throwable failure) {
      failed(failure);
    }
  }

  // ---- from other threads

  /// Runs on the event loop: now if this is it, else soon.
  ///
  /// @return false when the loop has ended, and with it all its connections
  @Override
  public boolean execute(Runnable task) {
    if (inEventLoop() && !isObserving()) {
      task.run();
      return true;
    }
    return executeLater(task);
  }

  /// Runs on the event loop, but not within this call; otherwise as [#execute].
  @Override
  public boolean executeLater(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  // What the observer does to the connection waits.
  private boolean isObserving() {
    return observer != null && observer.isRunning();
  }

  @Override
  public boolean inEventLoop() {
    return channel.eventLoop().inEventLoop();
  }
}
