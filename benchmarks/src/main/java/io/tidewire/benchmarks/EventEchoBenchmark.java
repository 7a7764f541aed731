package io.tidewire.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A read of binary messages that an event handler echoes, through all of a server's connection but
/// the socket: time and, with `-prof gc`, bytes allocated for each read.
///
/// What a read costs whatever is in it, the embedded channel's own part too, shows in the read of
/// one message; the difference to the read of 16 is what 15 messages cost.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EventEchoBenchmark {
  @Param({"1", "16"})
  private int messages;

  @Param({"64", "1024"})
  private int size;

  private EmbeddedChannel channel;
  private ByteBuf read;

  @Setup(Level.Trial)
  public void setUp() {
    channel = new EmbeddedChannel();
    Connections.open(
        channel, agreed(), WebSocketHandler.onMessage((ws, message) -> ws.send(message)));
    var frames = Frames.read(Role.CLIENT, Opcode.BINARY, Frames.ascii(size));
    read = Unpooled.directBuffer(frames.capacity());
    read.writeBytes(frames.limit(frames.capacity() / Frames.COUNT * messages));
  }

  private static Agreed agreed() {
    HandshakeRequest request =
        new HandshakeRequest(
            "GET",
            "/echo",
            Map.<String, List<String>>of(),
            Map.of(),
            Headers.EMPTY,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            Optional.empty());
    return new Agreed(
        Role.SERVER,
        WebSocketOptions.DEFAULTS,
        request,
        Headers.EMPTY,
        Optional.empty(),
        new ConcurrentHashMap<>(),
        Optional.empty());
  }

  @Benchmark
  public int echo() {
    channel.pipeline().fireChannelRead(read.readerIndex(0).retain());
    channel.pipeline().fireChannelReadComplete();
    ByteBuf out = channel.readOutbound();
    int sent = out.readableBytes();
    out.release();
    return sent;
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    channel.close();
    read.release();
  }
}
