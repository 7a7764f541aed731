package io.tidewire.connection;

import io.tidewire.protocol.CloseReason;
import java.nio.ByteBuffer;

/// Where a connection's messages go. Called on the event loop.
interface Receiver {
  /// Comes first.
  void onOpen();

  /// A message, or a part of one where streaming is on; lent for the length of the call.
  void onData(boolean text, boolean last, ByteBuffer payload);

  /// Whether so much waits that the socket should not be read. Asked after each message, and
  /// whenever [ConnectionHandler#readingMayGoOn] says that the answer has changed.
  boolean isFull();

  /// This end has sent its close frame: what still comes may be left out, but must be read.
  void onClosing();

  /// Comes once, and last.
  void onClosed(CloseReason reason);
}
