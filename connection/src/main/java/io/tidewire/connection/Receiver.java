package io.tidewire.connection;

import io.tidewire.protocol.CloseReason;
import java.nio.ByteBuffer;

/// Where a connection's messages go. Called on the event loop.
interface Receiver {
  /// Whether messages are to come in parts, as their bytes come.
  boolean takesParts();

  /// Comes first.
  void onOpen();

  /// A message, or a part of one; lent for the length of the call.
  void onData(boolean text, boolean last, ByteBuffer payload);

  /// For now no more comes: what was read is used up, or reading is paused.
  void onTurnEnd();

  /// Whether so much waits that the socket should not be read. Asked after each message, and
  /// whenever [Connection#readingMayGoOn] says that the answer has changed.
  boolean isFull();

  /// This end is closing: it is never full from now on. What still comes may be left out, but must
  /// be read. May come several times.
  void onClosing();

  /// Comes once, and last.
  void onClosed(CloseReason reason);
}
