package io.tidewire.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.tidewire.load.Answers.BadAnswer;

/// One open connection. Everything happens on its event loop.
final class Link extends ChannelInboundHandlerAdapter implements FrameAnswers.ControlFrames {
  private final Lane lane;
  private final int number;
  private final Channel channel;
  private final Answers answers;

  // messages, since the connection opened
  private long sent;
  private long received;
  // Due, and waiting for the socket.
  private long owed;
  // Came in this turn of the loop.
  private int arrived;

  // Null unless the traffic keeps them by connection.
  private SendTimes sendTimes;

  // Whether a close frame has been sent, after which nothing is (RFC 6455 §5.5.1).
  private boolean leaving;

  // When a byte came last, or the traffic began.
  private long lastSign = System.nanoTime();

  /// @param number among all connections, from 0
  Link(Lane lane, int number, Channel channel) {
    this.lane = lane;
    this.number = number;
    this.channel = channel;
    this.answers = lane.answers(this);
  }

  // ---- what the traffic asks of it

  int number() {
    return number;
  }

  /// Its place among the connections of its loop.
  int place() {
    return number / lane.allLanes();
  }

  long sent() {
    return sent;
  }

  long received() {
    return received;
  }

  SendTimes sendTimes() {
    return sendTimes;
  }

  void sendTimes(SendTimes times) {
    sendTimes = times;
  }

  void owe() {
    owed++;
  }

  long owed() {
    return owed;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /// Sends the next messages, in one write where it can be.
  void send(int count) {
    if (leaving || lane.isOver()) {
      return;
    }
    Messages messages = lane.messages();
    for (int rest = count; rest > 0; rest -= messages.burst()) {
      int burst = Math.min(rest, messages.burst());
      channel.write(messages.frames(sent, burst), channel.voidPromise());
      sent += burst;
    }
    owed = Math.max(owed - count, 0);
    channel.flush();
  }

  // ---- what comes

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      if (!lane.isOver()) {
        lane.tally().came(in.readableBytes());
        arrived += answers.take(in);
      }
    } catch (BadAnswer e) {
      fail(e.getMessage());
    } finally {
      ReferenceCountUtil.release(in);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    lastSign = System.nanoTime();
    int count = arrived;
    arrived = 0;
    if (count > 0 && !lane.isOver()) {
      answered(count);
    }
  }

  private void answered(int count) {
    received += count;
    if (received <= lane.traffic().expected(this)) {
      lane.traffic().answered(this, count);
    } else {
      fail("the server sent a message that nobody asked for");
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && !lane.isOver()) {
      lane.traffic().writable(this);
    }
  }

  @Override
  public void ping(byte[] data) {
    if (!leaving) {
      sendControl(FrameFormat.PONG, data);
    }
  }

  @Override
  public void close(int code, String reason) {
    fail(
        "the server closed it with "
            + code
            + (reason.isEmpty() ? "" : " (" + Words.visible(reason) + ")"));
    leave();
  }

  /// Fails when the server has been silent for too long.
  void checkSilence(long now, long limitNanos) {
    if (received == lane.traffic().expected(this)) {
      lastSign = now;
    } else if (now - lastSign > limitNanos) {
      fail("no answer within " + Words.duration(limitNanos));
    }
  }

  void begins() {
    lastSign = System.nanoTime();
  }

  // ---- the end

  /// Takes leave, once; of a WebSocket server so that it closes TCP.
  void leave() {
    if (leaving) {
      return;
    }
    leaving = true;
    if (lane.isWebSocket()) {
      byte[] normal = {1000 >> 8, (byte) 1000};
      sendControl(FrameFormat.CLOSE, normal);
    } else {
      channel.close();
    }
  }

  private void sendControl(int opcode, byte[] data) {
    channel.writeAndFlush(
        Unpooled.wrappedBuffer(FrameFormat.frame(FrameFormat.FIN | opcode, data)));
  }

  void cut() {
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    answers.close();
    fail("the server closed it" + (lane.isWebSocket() ? " without a close frame" : ""));
    lane.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(Words.failure(cause));
    ctx.close();
  }

  /// Ends the run, unless it has ended.
  void fail(String what) {
    lane.fail("connection " + (number + 1) + " of " + lane.allConnections() + ": " + what);
  }
}
