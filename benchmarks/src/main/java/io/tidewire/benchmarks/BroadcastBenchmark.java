package io.tidewire.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.tidewire.HandshakeRequest;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Agreed;
import io.tidewire.connection.Connections;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.load.Payload;
import io.tidewire.protocol.Extension;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Role;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One message to 1,000 connections of a server, all on one event loop, through all of each but the
/// socket: time and, with `-prof gc`, bytes allocated for each delivery.
///
/// `bare` writes ready bytes to the same channels without a connection, and is what Netty costs.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@OperationsPerInvocation(BroadcastBenchmark.RECEIVERS)
public class BroadcastBenchmark {
  static final int RECEIVERS = 1000;

  @Param({"100", "1024", "65536"})
  private int size;

  /// Messages on their way to each at once.
  @Param({"1", "8"})
  private int outstanding;

  @Param({"off", "takeover", "no takeover"})
  private String compression;

  private final EventLoop loop = new DefaultEventLoop();
  private final List<Channel> channels = new ArrayList<>();
  private final List<WebSocket> connections = new ArrayList<>();
  private final byte[][] payloads = new byte[64][];
  private int next;

  @Setup(Level.Trial)
  public void setUp() throws Exception {
    Payload json = new Payload(Payload.Kind.JSON, size);
    Arrays.setAll(payloads, json::generate);
    for (int i = 0; i < RECEIVERS; i++) {
      Channel channel = new SinkChannel();
      loop.register(channel).sync();
      Agreed agreed = agreed();
      channels.add(channel);
      connections.add(loop.submit(() -> Connections.open(channel, agreed, ignoring())).get());
    }
  }

  private static WebSocketHandler ignoring() {
    return WebSocketHandler.onMessage((ws, message) -> {});
  }

  private Agreed agreed() {
    HandshakeRequest request =
        new HandshakeRequest(
            "GET",
            "/broadcast",
            Map.<String, List<String>>of(),
            Map.of(),
            Headers.EMPTY,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            Optional.empty());
    return new Agreed(
        Role.SERVER,
        WebSocketOptions.DEFAULTS.withQueueLimit(1 << 30),
        request,
        Headers.EMPTY,
        Optional.empty(),
        new ConcurrentHashMap<>(),
        deflate());
  }

  private Optional<PerMessageDeflate> deflate() {
    boolean takeover = compression.equals("takeover");
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withEnabled(!compression.equals("off"))
            .withTakeover(takeover, takeover)
            .withMemoryBudget(1 << 30)
            .withThreshold(100);
    return PerMessageDeflate.accept(Extension.parse(List.of("permessage-deflate")), options)
        .map(PerMessageDeflate.Accepted::deflate);
  }

  /// A handler's loop over all.
  @Benchmark
  public void onTheLoop() throws Exception {
    loop.submit(() -> toAll(message())).get();
    settle();
  }

  @Benchmark
  public void onTheLoopPrepared() throws Exception {
    loop.submit(() -> toAll(message().prepared())).get();
    settle();
  }

  /// A loop over all on another thread.
  @Benchmark
  public void fromOutside() throws Exception {
    toAll(message());
    settle();
  }

  @Benchmark
  public void fromOutsidePrepared() throws Exception {
    toAll(message().prepared());
    settle();
  }

  @Benchmark
  public void bare() throws Exception {
    ByteBuf bytes = Unpooled.directBuffer(size).writeBytes(payloads[0]);
    loop.submit(
            () -> {
              for (Channel channel : channels) {
                channel.writeAndFlush(bytes.retainedDuplicate(), channel.voidPromise());
              }
            })
        .get();
    bytes.release();
  }

  private Message message() {
    return Message.binary(payloads[next++ % payloads.length]);
  }

  private void toAll(Message message) {
    for (int i = 0; i < outstanding; i++) {
      for (WebSocket connection : connections) {
        connection.send(message);
      }
    }
  }

  /// Waits until the loop has written everything.
  private void settle() throws Exception {
    loop.submit(() -> {}).get();
  }

  @TearDown(Level.Trial)
  public void tearDown() throws Exception {
    for (Channel channel : channels) {
      channel.close().sync();
    }
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }
}
