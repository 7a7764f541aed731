package io.tidewire.e2e;

import java.nio.ByteBuffer;

/// What one end of a connection saw happen.
sealed interface Event {

  /// A text message.
  record Text(String text) implements Event {}

  /// A binary message.
  record Binary(ByteBuffer payload) implements Event {
    Binary(byte[] payload) {
      this(ByteBuffer.wrap(payload));
    }
  }

  /// A pong, its payload read as text.
  record Pong(String payload) implements Event {}

  /// The end. The code is 1005 where the close frame had none, and 1006 where there was no such
  /// frame.
  record Closed(int code, String reason) implements Event {}

  /// An error that the library reported.
  record Failed(String why) implements Event {}
}
