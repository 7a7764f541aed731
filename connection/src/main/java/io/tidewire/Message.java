package io.tidewire;

import java.nio.ByteBuffer;

/// A text or binary message (RFC 6455 §5.6).
///
/// A message handed to a [WebSocketHandler] is **lent** for the length of the call: it views the
/// receive buffer, and using it afterwards, or on another thread, throws [IllegalStateException].
/// [#copy] keeps it; what [#text] and [#bytes] return is the caller's own. Messages from
/// [WebSocket#receive] and from the factories here are the caller's own already, and never change.
///
/// Not to be implemented by applications.
public interface Message {

  /// A text message.
  static Message text(String text) {
    return new TextMessage(text);
  }

  /// A binary message with a copy of `payload`.
  static Message binary(byte[] payload) {
    return new BinaryMessage(payload.clone());
  }

  /// A binary message with a copy of what remains in `payload`, whose position does not move.
  static Message binary(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(payload.position(), bytes);
    return new BinaryMessage(bytes);
  }

  /// Whether this is text; otherwise it is binary.
  boolean isText();

  /// The payload's length in bytes; of text, in UTF-8.
  int size();

  /// The text.
  ///
  /// @throws IllegalStateException when this is binary, or was lent and is over
  String text();

  /// A copy of the payload; of text, in UTF-8.
  ///
  /// @throws IllegalStateException when this was lent and is over
  byte[] bytes();

  /// The payload, read-only; of text, in UTF-8. Of a lent message this is a copy.
  ///
  /// @throws IllegalStateException when this was lent and is over
  ByteBuffer payload();

  /// Copies the payload into `target` at its position, and moves that.
  ///
  /// @throws java.nio.BufferOverflowException when less than [#size] bytes remain there
  /// @throws IllegalStateException when this was lent and is over
  void copyTo(ByteBuffer target);

  /// This message for good: itself when it is the caller's own, else a copy.
  ///
  /// @throws IllegalStateException when this was lent and is over
  Message copy();
}
