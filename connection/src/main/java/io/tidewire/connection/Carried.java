package io.tidewire.connection;

import io.netty.channel.Channel;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The inside of a connection, as its [Carrier] sees it: what waits to be sent, and where that goes
/// which came. Event loop only.
public final class Carried {
  private final Connection connection;
  private final Receiver receiver;
  private final Agreed agreed;
  private final Loop loop;
  private final Outbox outbox;
  // What was taken of a streamed message that has not ended; null between two.
  private ByteArrayOutputStream begun;

  Carried(Connection connection, Receiver receiver, Agreed agreed, Loop loop) {
    this.connection = connection;
    this.receiver = receiver;
    this.agreed = agreed;
    this.loop = loop;
    this.outbox = connection.outbox();
  }

  /// A message that was taken to be sent.
  ///
  /// @param done completes what the sender waits for; null when nobody does
  public record Taken(Message message, CompletableFuture<Void> done) {

    /// The message is on its way.
    public void sent() {
      if (done != null) {
        done.complete(null);
      }
    }

    /// The message will not arrive.
    public void lost(Throwable why) {
      if (done != null) {
        done.completeExceptionally(why);
      }
    }
  }

  Carrier overChannel(Channel channel) {
    Connections.shareReads(channel);
    return new ConnectionHandler(channel, connection, receiver, agreed, loop);
  }

  public WebSocket webSocket() {
    return connection;
  }

  public WebSocketOptions options() {
    return agreed.options();
  }

  /// Time in nanoseconds, as good as deadlines of seconds need it.
  public long now() {
    return loop.now();
  }

  /// Has `look` called now and then.
  ///
  /// @return ends that
  public Runnable watch(Runnable look) {
    return loop.watch(look)::end;
  }

  /// The connection is open. Comes before anything is delivered.
  public void opened() {
    receiver.onOpen();
  }

  /// A whole message came. Whether there is room for another, [#isFull] knows when this returns.
  public void deliver(boolean text, byte[] payload) {
    receiver.onData(text, true, ByteBuffer.wrap(payload));
    receiver.onTurnEnd();
  }

  /// Whether so much waits, in either direction, that no further message should be delivered.
  public boolean isFull() {
    WebSocketOptions options = agreed.options();
    int mark = Math.min(options.highWater(), options.queueLimit() / 2);
    boolean sendsMuch = outbox.closeAsked() == null && outbox.payloadBytes() > mark;
    return receiver.isFull() || sendsMuch;
  }

  /// The next message to be sent, whole. One that the application streams is gathered first; where
  /// it grows beyond the limit for messages, the connection ends with 1011.
  public Optional<Taken> next() {
    for (Outgoing out = outbox.poll(); out != null; out = outbox.poll()) {
      if (out.stream == null) {
        return Optional.of(new Taken(out.message, out.done));
      }
      if (gather(out)) {
        return Optional.of(new Taken(whole(out), null));
      }
    }
    return Optional.empty();
  }

  private boolean gather(Outgoing part) {
    begun = begun == null ? new ByteArrayOutputStream() : begun;
    begun.writeBytes(part.message.bytes());
    long limit = agreed.options().limits().maxMessage();
    if (begun.size() > limit) {
      begun = null;
      connection.fail(
          CloseCode.INTERNAL_ERROR,
          "a streamed message is over " + limit + " bytes, and here messages travel whole");
      return false;
    }
    return part.fin;
  }

  private Message whole(Outgoing last) {
    byte[] payload = begun.toByteArray();
    begun = null;
    return new HeldMessage(last.stream.isText(), payload);
  }

  /// The close that the application has asked for, once nothing is left to be sent before it.
  public Optional<CloseReason> closeDue() {
    Outbox.CloseRequest asked = outbox.closeAsked();
    if (asked == null) {
      return Optional.empty();
    }
    receiver.onClosing();
    return outbox.isDrained() ? Optional.of(asked.reason()) : Optional.empty();
  }

  /// The connection is over. Comes once, and last.
  public void end(CloseReason reason) {
    outbox.end(reason);
    receiver.onClosed(reason);
    connection.ended(reason);
  }

  /// What must not fail has: tells the application.
  public void report(Throwable failure) {
    connection.reportFailure(failure);
  }
}
