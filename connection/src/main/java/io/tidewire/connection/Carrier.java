package io.tidewire.connection;

import io.tidewire.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What carries a connection's messages: the frames of a channel, or another module's way. Belongs
/// to one event loop; what does not say otherwise is called there.
public interface Carrier {

  /// Puts the connection to work. Comes first.
  void open();

  /// What the messages travel by, such as `websocket`. From any thread.
  default String via() {
    return "websocket";
  }

  /// Refuses what cannot be carried. From any thread.
  ///
  /// @throws UnsupportedOperationException when binary messages have no way
  default void require(boolean text) {}

  /// Writes a message at once if none waits before it and this is the connection's event loop. From
  /// any thread.
  ///
  /// @return false when it has to go through the outbox
  boolean writeNow(Message message);

  /// Sends what waits, as far as there is a way, and goes on with a closing that waited for that.
  void flush();

  /// Sends a ping that the application asked for.
  void ping(CompletableFuture<Duration> pong);

  /// How long a ping and its pong took last; empty while nobody knows. From any thread.
  Optional<Duration> roundTripTime();

  /// Ends the connection from this end. From any thread.
  ///
  /// @param code what the peer is told; 1006 to cut without a word
  void fail(int code, String explanation);

  /// Whether the receiver is full has changed. From any thread.
  void readingMayGoOn();

  /// Bytes on their way that nobody has taken. From any thread.
  long inFlight();

  /// Whether this is the connection's event loop.
  boolean inEventLoop();

  /// Runs on the event loop: now if this is it, else soon. From any thread.
  ///
  /// @return false when the loop has ended, and with it all its connections
  boolean execute(Runnable task);

  /// Runs on the event loop, but not within this call; otherwise as [#execute].
  boolean executeLater(Runnable task);
}
