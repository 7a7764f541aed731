package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One event-style connection in memory; the test is its peer, its network and its clock.
final class End {
  final MemoryChannel channel = new MemoryChannel();
  final Recorder recorder;
  final WebSocket ws;
  private final Role role;
  // Of this one alone.
  private final Loop loop;

  End(Role role, WebSocketOptions options, Recorder recorder) {
    this(Settled.as(role, options), recorder);
  }

  End(Agreed agreed, Recorder recorder) {
    this.role = agreed.role();
    this.recorder = recorder;
    ws = Connections.open(channel, agreed, recorder);
    loop = Loop.of(channel.eventLoop());
    channel.runPendingTasks();
  }

  static End of(Role role) {
    return new End(role, WebSocketOptions.DEFAULTS, new Recorder());
  }

  static End server() {
    return of(Role.SERVER);
  }

  static End server(WebSocketOptions options) {
    return new End(Role.SERVER, options, new Recorder());
  }

  static End server(Recorder recorder) {
    return new End(Role.SERVER, WebSocketOptions.DEFAULTS, recorder);
  }

  /// An end that has opened, with nothing more to say about that.
  End opened() {
    assertThat(recorder.take()).containsExactly("open");
    return this;
  }

  // ---- the peer

  End receives(Frame... frames) {
    return receives(Frame.concat(role == Role.SERVER, frames));
  }

  /// Bytes come in one read.
  End receives(byte[] bytes) {
    channel.writeInbound(Unpooled.directBuffer(bytes.length + 1).writeBytes(bytes));
    channel.runPendingTasks();
    return this;
  }

  /// Whether the socket is read.
  boolean isReading() {
    return channel.config().isAutoRead();
  }

  /// The frames that were sent since the last call.
  List<String> sent() {
    channel.runPendingTasks();
    return Frame.readAll(channel.takeSent()).stream().map(Frame::toString).toList();
  }

  /// The peer's side of TCP ends.
  End peerEnds() {
    channel.close();
    channel.runPendingTasks();
    return this;
  }

  /// The event loop ends, after its connection, and frees the contexts that it kept.
  void loopEnds() {
    loop.compressionPool().close();
  }

  // ---- the network

  /// The socket takes no more.
  End stalls() {
    channel.allow(0);
    return this;
  }

  End takes(long bytes) {
    channel.allow(bytes);
    return this;
  }

  /// The socket takes all that comes.
  End flows() {
    channel.allow(Long.MAX_VALUE);
    return this;
  }

  // ---- the clock

  End after(Duration time) {
    long step = Loop.TICK_MILLIS;
    for (long passed = 0; passed < time.toMillis(); passed += step) {
      stands(Duration.ofMillis(Math.min(step, time.toMillis() - passed)));
    }
    return this;
  }

  /// Time passes in which the event loop does nothing.
  End stands(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runPendingTasks();
    channel.runScheduledPendingTasks();
    return this;
  }

  // ---- what is expected

  End then(String... events) {
    assertThat(recorder.take()).containsExactly(events);
    return this;
  }

  End thenSent(String... frames) {
    assertThat(sent()).containsExactlyElementsOf(Arrays.asList(frames));
    return this;
  }
}
