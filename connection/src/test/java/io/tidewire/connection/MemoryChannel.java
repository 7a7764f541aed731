package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import java.io.ByteArrayOutputStream;

/// One end of a connection without a network: what it writes lies there to be fetched, as far as
/// its socket has room. Its time is the test's.
final class MemoryChannel extends EmbeddedChannel implements DuplexChannel {
  private ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private long room = Long.MAX_VALUE;
  private int writes;
  private boolean outputShutdown;

  MemoryChannel() {
    freezeTime();
  }

  /// Lets the socket take this many bytes more, and no more until the next call.
  void allow(long bytes) {
    room = bytes;
    flush();
    runPendingTasks();
  }

  /// What the socket took since the last call.
  byte[] takeSent() {
    byte[] bytes = sent.toByteArray();
    sent = new ByteArrayOutputStream();
    return bytes;
  }

  int sentBytes() {
    return sent.size();
  }

  /// How often the socket took bytes.
  int writes() {
    return writes;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer pending) {
    while (pending.current() instanceof ByteBuf next) {
      int count = (int) Math.min(room, next.readableBytes());
      if (count == 0 && next.isReadable()) {
        return; // The socket is full.
      }
      byte[] bytes = new byte[count];
      next.getBytes(next.readerIndex(), bytes);
      sent.writeBytes(bytes);
      room -= room == Long.MAX_VALUE ? 0 : count;
      writes += count > 0 ? 1 : 0;
      pending.removeBytes(count);
      if (count == 0) {
        pending.remove();
      }
    }
  }

  // ---- the two halves

  @Override
  public boolean isOutputShutdown() {
    return outputShutdown;
  }

  @Override
  public ChannelFuture shutdownOutput() {
    return shutdownOutput(newPromise());
  }

  @Override
  public ChannelFuture shutdownOutput(ChannelPromise promise) {
    outputShutdown = true;
    return promise.setSuccess();
  }

  @Override
  public boolean isInputShutdown() {
    return false;
  }

  @Override
  public ChannelFuture shutdownInput() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdownInput(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public ChannelFuture shutdown() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ChannelFuture shutdown(ChannelPromise promise) {
    throw new UnsupportedOperationException();
  }
}
