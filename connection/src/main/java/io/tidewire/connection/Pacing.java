package io.tidewire.connection;

import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Role;

/// Backpressure: while too much waits in one direction, the socket is not read. Event loop only.
final class Pacing {
  private final Engine engine;
  private final Receiver receiver;
  private final Outbox outbox;
  private final Intake intake;
  private final FrameWriter writer;
  private final WebSocketOptions options;
  // Whether this end's own queue slows its reading. Not so for a client: if both ends did, both
  // could wait for ever.
  private final boolean byOwnQueue;

  Pacing(
      Agreed agreed,
      Engine engine,
      Receiver receiver,
      Outbox outbox,
      Intake intake,
      FrameWriter writer) {
    this.engine = engine;
    this.receiver = receiver;
    this.outbox = outbox;
    this.intake = intake;
    this.writer = writer;
    options = agreed.options();
    byOwnQueue = agreed.role() == Role.SERVER;
  }

  /// Stops reading, or goes on, where that is due.
  ///
  /// @return whether it did either
  boolean review() {
    boolean pause = !engine.isClosed() && (receiver.isFull() || isOwnQueueLong());
    if (pause == intake.isPaused()) {
      return false;
    }
    if (pause) {
      intake.pause();
    } else {
      intake.resume();
    }
    return true;
  }

  // An echo to a peer that does not read is paced by TCP, in both directions. Once this end has
  // asked to close there is nothing left to pace, and the peer's close frame is to be found.
  private boolean isOwnQueueLong() {
    return byOwnQueue && writer.waiting() > mark() && outbox.closeAsked() == null;
  }

  // Below the queue's limit, so that what one message brings forth still fits.
  private int mark() {
    return Math.min(
        intake.isPaused() ? options.lowWater() : options.highWater(), options.queueLimit() / 2);
  }
}
