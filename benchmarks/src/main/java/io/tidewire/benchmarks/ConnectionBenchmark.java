package io.tidewire.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Agreed;
import io.tidewire.connection.Connections;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The whole event-style path without a socket: one read with some messages goes through a
/// server's connection, whose handler echoes each, and what it writes is let go. Per read.
///
/// `passThrough` does the same without a connection, and so shows what the channel itself costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {
      "-Djmh.executor=CUSTOM",
      "-Djmh.executor.class=io.tidewire.benchmarks.NettyThreads"
    })
public class ConnectionBenchmark {
  @Param({"1", "32"})
  private int messages;

  @Param({"64", "1024"})
  private int size;

  private ByteBuf read;
  private EmbeddedChannel echo;
  private EmbeddedChannel passThrough;

  @Setup
  public void setUp() {
    read = Unpooled.wrappedBuffer(Frames.read(Role.CLIENT, Opcode.BINARY, new byte[size], messages));
    echo = new SinkChannel();
    Connections.open(echo, agreed(), WebSocketHandler.onMessage((ws, message) -> ws.send(message)));
    passThrough = new SinkChannel();
    passThrough.pipeline().addLast(new PassThrough());
  }

  @TearDown
  public void tearDown() {
    echo.close();
    passThrough.close();
    read.release();
  }

  @Benchmark
  public ByteBuf echo() {
    return turn(echo);
  }

  @Benchmark
  public ByteBuf passThrough() {
    return turn(passThrough);
  }

  // A frame whose payload is unmasked in place can be received again: its payload is another then.
  private ByteBuf turn(EmbeddedChannel channel) {
    channel.pipeline().fireChannelRead(read.readerIndex(0).retain());
    channel.pipeline().fireChannelReadComplete();
    return read;
  }

  private static Agreed agreed() {
    return new Agreed(
        Role.SERVER,
        WebSocketOptions.DEFAULTS,
        new HandshakeRequest(
            "GET",
            "/",
            Map.of(),
            Map.of(),
            Headers.EMPTY,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            Optional.empty()),
        Headers.EMPTY,
        Optional.empty(),
        Map.of());
  }

  /// Takes what is written and lets it go.
  private static final class SinkChannel extends EmbeddedChannel {
    @Override
    protected void doWrite(ChannelOutboundBuffer pending) {
      while (pending.current() != null) {
        pending.remove();
      }
    }
  }

  private static final class PassThrough extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ctx.channel().write(msg, ctx.channel().voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.channel().flush();
    }
  }
}
