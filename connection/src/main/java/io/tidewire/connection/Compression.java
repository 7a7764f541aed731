package io.tidewire.connection;

import io.tidewire.deflate.MessageDeflater;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Opcode;
import java.nio.ByteBuffer;

/// permessage-deflate on one connection, for what it sends. Event loop only.
final class Compression {
  private final MessageDeflater deflater;
  private final int threshold;
  private final Loop loop;
  // Whether the message being sent in fragments is compressed.
  private boolean inMessage;

  Compression(PerMessageDeflate deflate, Loop loop) {
    this.deflater = deflate.deflater();
    this.threshold = deflate.options().threshold();
    this.loop = loop;
  }

  /// Whether a frame's payload is to be compressed: decided with a message's first frame, for all
  /// of them. A streamed message is, since nobody knows its size.
  boolean wants(Opcode opcode, boolean fin, int size) {
    if (opcode != Opcode.CONTINUATION) {
      inMessage = (size >= threshold || !fin) && deflater.begin();
    }
    return inMessage;
  }

  /// The payload as it goes out. What is returned is good until the next call on this event loop.
  ByteBuffer compress(ByteBuffer payload, boolean fin) {
    ByteBuffer out = loop.compressed();
    MessageDeflater.Flush flush = fin ? MessageDeflater.Flush.MESSAGE : MessageDeflater.Flush.PART;
    while (!deflater.deflate(payload, out, flush)) {
      out = ByteBuffer.allocate(2 * out.capacity() + payload.remaining()).put(out.flip());
    }
    return out.flip();
  }
}
