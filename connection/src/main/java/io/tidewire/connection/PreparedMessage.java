package io.tidewire.connection;

import io.tidewire.Message;
import io.tidewire.deflate.DeflaterKind;
import io.tidewire.protocol.SharedFrame;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;

/// A message for many receivers: what a server's connections send of it is made once, when first
/// needed, and kept as long as the message is. Any number of event loops may send it at a time.
public final class PreparedMessage implements Message {
  private final Message message;
  // Null until needed. Two loops may both make it, and make the same.
  private volatile SharedFrame plain;
  // The plain frame stands here for what does not shrink.
  private final ConcurrentHashMap<DeflaterKind, SharedFrame> compressed =
      new ConcurrentHashMap<>(2);

  /// @param message the caller's own
  /// @throws IllegalArgumentException for a text that UTF-8 cannot carry
  public PreparedMessage(Message message) {
    this.message = message;
    message.size(); // which encodes a text, and tells of such
  }

  /// The frame for those who compress nothing.
  SharedFrame plain() {
    SharedFrame frame = plain;
    if (frame == null) {
      frame = SharedFrame.of(Outgoing.opcode(this), false, payload());
      plain = frame;
    }
    return frame;
  }

  /// The frame for all connections that compress as this one does. While one event loop makes it,
  /// others that need it wait, as they would have to compress otherwise.
  SharedFrame compressed(Compression by) {
    SharedFrame frame = compressed.get(by.kind());
    if (frame == null) {
      frame = compressed.computeIfAbsent(by.kind(), _ -> by.share(this));
    }
    // There may have been no memory; there may be for the next receiver.
    return frame == null ? plain() : frame;
  }

  @Override
  public Message prepared() {
    return this;
  }

  @Override
  public Message uncompressed() {
    return isCompressible() ? message.uncompressed().prepared() : this;
  }

  @Override
  public boolean isCompressible() {
    return message.isCompressible();
  }

  @Override
  public Message copy() {
    return this;
  }

  @Override
  public boolean isText() {
    return message.isText();
  }

  @Override
  public int size() {
    return message.size();
  }

  @Override
  public String text() {
    return message.text();
  }

  @Override
  public byte[] bytes() {
    return message.bytes();
  }

  @Override
  public ByteBuffer payload() {
    return message.payload();
  }

  @Override
  public void copyTo(ByteBuffer target) {
    message.copyTo(target);
  }

  @Override
  public String toString() {
    return message + ", prepared";
  }
}
