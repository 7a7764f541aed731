package io.tidewire.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tidewire.protocol.Engine;
import java.nio.ByteBuffer;

/// Feeds the engine with what the socket reads; while paused, the socket is not read. Event loop
/// only.
final class Intake {
  private final Channel channel;
  private final Engine engine;
  private final Receiver receiver;
  private final ConnectionHandler connection;

  // Whether bytes are being looked at; what is sent meanwhile is flushed after that.
  private boolean busy;
  private boolean paused;
  // Bytes read that the engine has not seen, because it was paused in their midst; null when there
  // are none.
  private ByteBuf unseen;

  Intake(Channel channel, Engine engine, Receiver receiver, ConnectionHandler connection) {
    this.channel = channel;
    this.engine = engine;
    this.receiver = receiver;
    this.connection = connection;
  }

  /// Takes what was read. [#done] follows, perhaps after more.
  void take(ByteBuf in) {
    busy = true;
    if (unseen != null) {
      unseen.writeBytes(in);
      return;
    }
    receive(in);
    if (in.isReadable()) {
      unseen = channel.alloc().buffer(in.readableBytes()).writeBytes(in);
    }
  }

  void done() {
    busy = false;
    receiver.onTurnEnd();
  }

  private void receive(ByteBuf in) {
    ByteBuffer bytes = in.internalNioBuffer(in.readerIndex(), in.readableBytes());
    try {
      engine.receive(bytes, connection);
    } catch (Throwable failure) {
      connection.failed(failure);
    }
    in.skipBytes(in.readableBytes() - bytes.remaining());
  }

  boolean isBusy() {
    return busy;
  }

  boolean isPaused() {
    return paused;
  }

  /// Stops the engine behind the current message, and the socket.
  void pause() {
    paused = true;
    engine.suspend();
    channel.config().setAutoRead(false);
  }

  /// Goes on, but not within this call.
  void resume() {
    paused = false;
    engine.resume();
    connection.executeLater(this::goOn);
  }

  private void goOn() {
    if (!paused) {
      busy = true;
      receiveUnseen();
      done();
    }
    if (!paused && channel.isActive()) {
      channel.config().setAutoRead(true);
    }
    connection.flush();
  }

  /// No more will come: looks at what is left, paused or not, since a close frame may be among it.
  void finish() {
    while (unseen != null) {
      engine.resume();
      receiveUnseen();
    }
  }

  private void receiveUnseen() {
    if (unseen == null) {
      return;
    }
    ByteBuf in = unseen;
    unseen = null;
    receive(in);
    if (in.isReadable()) {
      unseen = in;
    } else {
      in.release();
    }
  }
}
