package io.tidewire.connection;

import io.tidewire.Message;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.DeflaterKind;
import io.tidewire.deflate.MessageDeflater;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.SharedFrame;
import java.nio.ByteBuffer;

/// permessage-deflate on one connection, for what it sends. Event loop only.
final class Compression {
  private final MessageDeflater deflater;
  private final DeflaterKind kind;
  private final CompressionOptions options;
  private final Loop loop;
  // Whether the message being sent in fragments is compressed.
  private boolean inMessage;

  Compression(PerMessageDeflate deflate, Loop loop) {
    this.deflater = deflate.deflater();
    this.kind = deflate.kind();
    this.options = deflate.options();
    this.loop = loop;
  }

  /// Compresses a frame's payload if that is to be done: decided with a message's first frame, for
  /// all of them. A streamed message may have any size, and is compressed if it may be.
  ///
  /// @param message the message, or the part of it that the frame carries
  /// @param payload its bytes, used up if they are compressed
  /// @return what is good until the next call on this event loop; null when the payload is to go as
  ///   it is
  ByteBuffer compress(Opcode opcode, boolean fin, Message message, ByteBuffer payload) {
    boolean first = opcode != Opcode.CONTINUATION;
    if (first) {
      inMessage = isWorthwhile(fin, message) && deflater.begin();
    }
    if (!inMessage) {
      return null;
    }
    return first && fin
        ? loop.compressed().deflateWhole(deflater, payload)
        : loop.compressed().deflatePart(deflater, payload, fin);
  }

  // ---- messages for many

  DeflaterKind kind() {
    return kind;
  }

  /// The frame in which this connection sends a prepared message.
  SharedFrame frame(PreparedMessage message) {
    SharedFrame frame = isWorthwhile(true, message) ? message.compressed(this) : message.plain();
    if (frame.isCompressed()) {
      deflater.reset(); // The peer's window goes on with what was compressed elsewhere.
    }
    return frame;
  }

  /// Compresses a prepared message for all connections of this kind.
  ///
  /// @return null when there is no memory for it now
  SharedFrame share(PreparedMessage message) {
    MessageDeflater shared = loop.compressionPool().deflater(kind, options.memoryBudget());
    if (!shared.begin()) {
      return null;
    }
    ByteBuffer out = loop.compressed().deflateWhole(shared, message.payload());
    return out != null && out.remaining() < message.size()
        ? SharedFrame.of(Outgoing.opcode(message), true, out)
        : message.plain();
  }

  // ---- both

  private boolean isWorthwhile(boolean fin, Message message) {
    return message.isCompressible() && (!fin || message.size() >= options.threshold());
  }
}
