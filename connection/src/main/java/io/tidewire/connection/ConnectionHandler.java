package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.tidewire.Message;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.EngineListener;
import io.tidewire.protocol.Role;
import io.tidewire.protocol.TcpAction;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Drives one connection's engine over its channel: the only handler behind TLS once the handshake
/// is done. Event loop only, but for what says otherwise.
///
/// ```
///   channelRead ──► Engine ──► Receiver        Connection ──► Outbox ──► FrameWriter ──► channel
///                     └─── pong, close ──────────────────────────────────────▲
/// ```
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements EngineListener {
  private static final long NEVER = Long.MAX_VALUE;

  // The place in the loop's list of watched connections; negative when not there.
  int watchIndex = -1;

  private final Channel channel;
  private final Connection connection;
  private final WebSocketOptions options;
  private final Loop loop;
  private final Engine engine;
  private final Outbox outbox;
  private final FrameWriter writer;
  // Whether this end's own queue slows its reading. Not so for a client: if both ends did, both
  // could wait for ever.
  private final boolean paced;
  private Receiver receiver;

  // Between channelRead and channelReadComplete, which flushes what is sent meanwhile.
  private boolean inRead;
  // Whether the socket is not read, because too much waits in one direction.
  private boolean paused;
  // Bytes read that the engine has not seen, because reading was paused in their midst; null when
  // there are none.
  private ByteBuf unseen;
  // By the loop's clock, in nanoseconds.
  private long lastHeard;
  private long lastPing;
  // When the connection is cut, because the peer has not done its part of the closing; NEVER while
  // open.
  private long deadline = NEVER;
  // Why the network failed, for the explanation; empty while it did not.
  private String networkFailure = "";
  private boolean outputEnded;

  ConnectionHandler(
      Channel channel, Connection connection, Agreed agreed, Outbox outbox, Loop loop) {
    this.channel = channel;
    this.connection = connection;
    this.options = agreed.options();
    this.loop = loop;
    this.outbox = outbox;
    this.paced = agreed.role() == Role.SERVER;
    Delivery delivery = options.streaming() ? Delivery.PARTS : Delivery.WHOLE;
    engine = new Engine(agreed.role(), options.limits(), delivery, loop.memory, loop.masks);
    options.frameObserver().ifPresent(engine::observe);
    writer = new FrameWriter(channel, engine, outbox, loop, this::flush);
  }

  /// Puts the connection to work on its channel.
  void open(Receiver receiver) {
    this.receiver = receiver;
    loop.watch(this);
    lastHeard = loop.now();
    lastPing = lastHeard;
    channel.pipeline().addLast(this);
    receiver.onOpen();
    flush();
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ByteBuf in = (ByteBuf) msg;
    try {
      inRead = true;
      lastHeard = loop.now();
      if (unseen == null) {
        receive(in);
        keepUnseen(in);
      } else {
        unseen.writeBytes(in);
      }
    } finally {
      in.release();
    }
  }

  private void receive(ByteBuf in) {
    ByteBuffer bytes = in.internalNioBuffer(in.readerIndex(), in.readableBytes());
    engine.receive(bytes, this);
    in.skipBytes(in.readableBytes() - bytes.remaining());
  }

  private void keepUnseen(ByteBuf in) {
    if (in.isReadable()) {
      unseen = channel.alloc().buffer(in.readableBytes()).writeBytes(in);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    inRead = false;
    flush();
  }

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    receiver.onData(text, last, payload);
    reviewReading();
  }

  @Override
  public void onPing(ByteBuffer payload) {
    reviewReading();
  }

  @Override
  public void onPong(ByteBuffer payload) {
    connection.pongCame(payload, loop.exactNow());
  }

  @Override
  public void onControlFrame(ByteBuffer frame) {
    writer.control(frame);
  }

  // ---- backpressure: too much waits in one direction, so the socket is not read

  // An echo to a peer that does not read is paced by TCP, in both directions.
  private void reviewReading() {
    boolean pause =
        !engine.isClosed() && (receiver.isFull() || (paced && writer.waiting() > mark()));
    if (pause != paused) {
      paused = pause;
      lastHeard = loop.now();
      if (pause) {
        engine.suspend();
        channel.config().setAutoRead(false);
      } else {
        engine.resume();
        channel.eventLoop().execute(this::readUnseen);
      }
    }
  }

  private int mark() {
    return paused ? options.lowWater() : options.highWater();
  }

  private void readUnseen() {
    if (unseen != null && !paused) {
      receive(unseen);
      releaseUnseen(unseen.isReadable());
    }
    if (!paused && unseen == null) {
      channel.config().setAutoRead(true);
    }
    flush();
  }

  private void releaseUnseen(boolean needed) {
    if (unseen != null && !needed) {
      unseen.release();
      unseen = null;
    }
  }

  /// The receiver is no longer full. From any thread.
  void readingMayGoOn() {
    execute(this::reviewReading);
  }

  // ---- writing

  /// Writes a message at once if none waits before it and this is the connection's event loop.
  ///
  /// @return false when it has to go through the outbox. From any thread.
  boolean writeNow(Message message) {
    if (!channel.eventLoop().inEventLoop() || !writer.isClear()) {
      return false;
    }
    writer.write(Outgoing.opcode(message), true, message);
    if (!inRead) {
      connection.wake();
    }
    return true;
  }

  /// Sends what waits, as far as the socket takes it, and goes on with a closing that waited for
  /// that.
  void flush() {
    writer.flush();
    Outbox.CloseRequest due = outbox.closeDue();
    if (due != null && engine.canSend()) {
      engine.close(due.code(), due.text(), this);
      deadline = loop.now() + options.closeTimeout().toNanos();
      receiver.onClosing();
      writer.flush();
    }
    reviewReading();
    if (engine.tcp() == TcpAction.CLOSE && writer.isIdle() && !outputEnded) {
      outputEnded = true;
      endOutput();
    }
  }

  /// Bytes in the socket's or the batch's hands. From any thread.
  long inFlight() {
    return writer.inFlight();
  }

  /// The time, for measuring round trips.
  long exactNow() {
    return loop.exactNow();
  }

  /// Sends a ping with an id of 8 bytes.
  void ping(long id) {
    engine.ping(ByteBuffer.allocate(Long.BYTES).putLong(0, id), this);
    connection.wake();
  }

  // ---- closing

  /// Ends the connection from this end: tells the peer the code, unless it is 1006, and reports the
  /// explanation.
  void fail(int code, String explanation) {
    engine.fail(code, "", explanation, this);
    flush();
    if (code == CloseCode.ABNORMAL) {
      channel.close();
    }
  }

  /// Ends the connection from this end, unless it has ended. From any thread.
  void failSoon(CloseReason reason) {
    execute(() -> fail(reason.code(), reason.explanation()));
  }

  @Override
  public void onClosed(CloseReason reason) {
    deadline = loop.now() + options.closeTimeout().toNanos();
    outbox.end(reason);
    receiver.onClosed(reason);
    connection.ended(reason);
    reviewReading();
  }

  // The peer still gets what is on its way: closing while unread bytes come in would reset the
  // connection and could lose our
  // close frame. It answers by closing its side, which closes the channel; the deadline bounds
  // that.
  private void endOutput() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    // A close frame may be among what was not looked at yet.
    while (unseen != null && unseen.isReadable()) {
      engine.resume();
      receive(unseen);
    }
    engine.endOfInput(networkFailure, this);
    releaseUnseen(false);
    writer.end(connection.reason());
    loop.unwatch(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    networkFailure = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    channel.close();
  }

  // ---- time

  /// Looks at the connection's deadlines.
  void tick(long now) {
    if (deadline != NEVER && now - deadline >= 0) {
      engine.fail(
          CloseCode.ABNORMAL,
          "",
          "the peer did not answer the close frame in " + plain(options.closeTimeout()),
          this);
      channel.close();
    } else if (now - writer.stalledSince(now) >= options.writeTimeout().toNanos()) {
      fail(
          CloseCode.ABNORMAL,
          "the peer took no byte in " + plain(options.writeTimeout()) + ", although some waited");
    } else if (!engine.isClosed() && !paused) {
      checkLife(now);
    }
  }

  private void checkLife(long now) {
    long silent = now - lastHeard;
    long dead = options.deadAfter().toNanos();
    long ping = options.pingAfter().toNanos();
    if (dead > 0 && silent >= dead) {
      fail(CloseCode.ABNORMAL, "nothing came from the peer in " + plain(options.deadAfter()));
    } else if (ping > 0 && silent >= ping && now - lastPing >= ping) {
      lastPing = now;
      engine.ping(ByteBuffer.allocate(0), this);
      flush();
    }
  }

  private static String plain(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  // ---- from other threads

  /// Runs on the event loop: now if this is it, else soon.
  void execute(Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }

  Channel channel() {
    return channel;
  }
}
