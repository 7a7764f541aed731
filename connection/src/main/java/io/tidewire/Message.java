package io.tidewire;

import io.tidewire.connection.PreparedMessage;
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

  /// This message, never to be compressed where permessage-deflate (RFC 7692) is in use. For two
  /// kinds of messages:
  /// - **What is compressed already**, such as a JPEG, a video or a zip file: it does not shrink,
  ///   costs CPU all the same, and with context takeover empties the window: the messages after it
  ///   can no longer reach back into those before.
  /// - **A secret beside text that others choose.** The length of a compressed message tells how
  ///   much of it repeats itself, and TLS does not hide the length. Who sees it, and can have text
  ///   of their own put beside a token, a cookie or a key, finds that out by trying: what shares
  ///   more with it compresses better. The attacks CRIME and BREACH work like this. With context
  ///   takeover the text may as well lie in an earlier message or a later one.
  ///
  /// For streamed messages there is [WebSocket#sendBinaryStream(boolean)].
  default Message uncompressed() {
    return new UncompressedMessage(this);
  }

  /// Whether this may be compressed: not what [#uncompressed] returned.
  default boolean isCompressible() {
    return true;
  }

  /// This message for good, to be sent to many.
  ///
  /// ```java
  /// Message news = Message.text(json).prepared();
  /// receivers.forEach(ws -> ws.send(news));
  /// ```
  ///
  /// Connections of a server send it in the same bytes: it is put into its frame once for all of
  /// them, and where permessage-deflate is in use compressed once for all whose window has the same
  /// size. A connection with context takeover sends these bytes too, and compresses the next
  /// message of its own from an empty window. A prepared message that does not shrink goes out as
  /// it is and leaves the windows alone. A client's connection sends it like any other message,
  /// since a client masks each frame for itself (RFC 6455 §5.3).
  ///
  /// There is nothing to give back: the bytes live as long as this message does. It holds its frame
  /// beside its payload, so that for one receiver it is worth nothing.
  ///
  /// @throws IllegalArgumentException when this is a text with an unpaired surrogate, which UTF-8
  ///   cannot carry
  /// @throws IllegalStateException when this was lent and is over
  default Message prepared() {
    return new PreparedMessage(copy());
  }

  /// This message for good: itself when it is the caller's own, else a copy.
  ///
  /// @throws IllegalStateException when this was lent and is over
  Message copy();
}
